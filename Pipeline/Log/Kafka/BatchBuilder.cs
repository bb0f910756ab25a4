using Streaming.Pipeline.Buffers;

namespace Streaming.Pipeline.Log.Kafka;

/// <summary>Puts consumed records of one partition together to a batch. Offsets may have gaps: markers of transactions and aborted records lie there.</summary>
internal sealed class BatchBuilder(TopicPartition partition, int epoch) : IDisposable
{
    private readonly PooledBuffer _buffer = new();
    private long _baseOffset;
    private long _newest;

    public int Count { get; private set; }

    public int Bytes => _buffer.Length;

    /// <summary>The offset after the last record.</summary>
    public long Next { get; private set; }

    /// <summary>Whether a record of that offset can be in this batch: deltas are 32 bits wide.</summary>
    public bool Takes(long offset) => Count == 0 || offset - _baseOffset <= int.MaxValue;

    public void Add(long offset, long timestamp, ReadOnlySpan<byte> key, RecordHeaders headers, ReadOnlySpan<byte> value)
    {
        if (Count == 0) (_baseOffset, _newest) = (offset, timestamp);
        var length = RecordLayout.Length(key, headers);
        var at = _buffer.GetSpan(length + value.Length);
        RecordLayout.Write(at, (int)(offset - _baseOffset), key, headers);
        RecordLayout.SetValueLength(at, value.Length);
        value.CopyTo(at[length..]);
        _buffer.Advance(length + value.Length);

        _newest = Math.Max(_newest, timestamp);
        Next = offset + 1;
        Count++;
    }

    /// <summary>The batch, which takes over the buffer; the builder is empty then.</summary>
    public RecordBatch Build()
    {
        var (bytes, length) = _buffer.Detach();
        var batch = new RecordBatch(partition, _baseOffset, Count, DateTimeOffset.FromUnixTimeMilliseconds(_newest), epoch, bytes, length);
        Count = 0;
        return batch;
    }

    public void Dispose() => _buffer.Dispose();
}
