using System.Buffers.Text;
using Confluent.Kafka;
using KafkaPartition = Confluent.Kafka.TopicPartition;

namespace Streaming.Pipeline.Log.Kafka;

/// <summary>
/// Hands records to librdkafka, which copies them. So the arrays that its client wants, of exact lengths, are used again and again, as are the message and
/// its headers.
/// </summary>
internal sealed class RecordSender
{
    private static readonly TimeSpan QueueFullWait = TimeSpan.FromMilliseconds(10);

    private readonly ExactArrays _keys = new();
    private readonly ExactArrays _values = new();
    private readonly ReusedHeaders _headers = new();
    private readonly Message<byte[], byte[]> _message = new();

    /// <exception cref="KafkaException">A record cannot be sent, or the queue stayed full until the deadline.</exception>
    public void Send(IProducer<byte[], byte[]> producer, PartitionRecords records, Deadline deadline, CancellationToken cancellationToken)
    {
        var partition = new KafkaPartition(records.Partition.Topic, records.Partition.Partition);
        for (var rest = records.Data.Span; !rest.IsEmpty;)
        {
            rest = rest[RecordLayout.Read(rest, 0, out var record)..];
            _message.Key = _keys.Of(record.Key);
            _message.Value = _values.Of(record.Value);
            _message.Headers = _headers.Of(record.Headers);
            Send(producer, partition, deadline, cancellationToken);
        }
    }

    private void Send(IProducer<byte[], byte[]> producer, KafkaPartition partition, Deadline deadline, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                producer.Produce(partition, _message);
                return;
            }
            catch (ProduceException<byte[], byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull && !deadline.HasPassed)
            {
                cancellationToken.ThrowIfCancellationRequested();
                cancellationToken.WaitHandle.WaitOne(QueueFullWait);
            }
        }
    }
}

/// <summary>Arrays to be copied from at once, one for each length that is usual.</summary>
internal sealed class ExactArrays
{
    private readonly byte[]?[] _arrays = new byte[2048][];

    public byte[] Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= _arrays.Length) return bytes.ToArray();
        var array = _arrays[bytes.Length] ??= new byte[bytes.Length];
        bytes.CopyTo(array);
        return array;
    }
}

/// <summary>The headers of one record after the other: as long as their lengths are the same, only the bytes change.</summary>
internal sealed class ReusedHeaders
{
    private byte[] _trace = [];
    private byte[] _run = [];
    private byte[] _seq = [];
    private Headers? _headers;

    /// <summary>Null when there are none. Valid until the next call.</summary>
    public Headers? Of(RecordHeaders record)
    {
        Span<byte> seq = stackalloc byte[20];
        var digits = 0;
        if (record.RawSeq != 0) Utf8Formatter.TryFormat(record.RawSeq, seq, out digits);
        seq = seq[..digits];

        var same = Fits(_trace, record.TraceParent) & Fits(_run, record.RunId) & Fits(_seq, seq);
        if (!same) Replace(record, seq);
        record.TraceParent.CopyTo(_trace);
        record.RunId.CopyTo(_run);
        seq.CopyTo(_seq);
        return _headers;
    }

    private static bool Fits(byte[] array, ReadOnlySpan<byte> bytes) => array.Length == bytes.Length;

    private void Replace(RecordHeaders record, ReadOnlySpan<byte> seq)
    {
        _trace = new byte[record.TraceParent.Length];
        _run = new byte[record.RunId.Length];
        _seq = new byte[seq.Length];
        _headers = null;
        Add(HeaderNames.TraceParent, _trace);
        Add(HeaderNames.RunId, _run);
        Add(HeaderNames.RawSeq, _seq);
    }

    private void Add(string name, byte[] value)
    {
        if (value.Length > 0) (_headers ??= []).Add(name, value);
    }
}
