using System.Buffers;

namespace Streaming.Pipeline.Log;

/// <summary>
/// Collects the records of one append, by topic and partition, in pooled buffers that are reused from one append to the next.
/// A value is written in place: begin, write to the returned buffer, end. Not thread-safe.
/// </summary>
public sealed class RecordWriter : IDisposable
{
    private readonly Dictionary<TopicPartition, PartitionRecords> _partitions = [];
    private PartitionRecords? _open;

    /// <summary>Records added since the last <see cref="Clear"/>.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of these records, keys and headers included.</summary>
    public long Bytes { get; private set; }

    /// <summary>The partitions that have records; each with its records laid out as a <see cref="RecordBatch"/> holds them.</summary>
    public IEnumerable<PartitionRecords> Partitions => _partitions.Values.Where(records => records.Count > 0);

    /// <summary>Starts a record in the partition that its key belongs to and returns where its value is to be written.</summary>
    public IBufferWriter<byte> Begin(Topic topic, ReadOnlySpan<byte> key, RecordHeaders headers) =>
        Begin(topic[topic.PartitionOf(key)], key, headers);

    public IBufferWriter<byte> Begin(TopicPartition partition, ReadOnlySpan<byte> key, RecordHeaders headers)
    {
        if (_open is not null) throw new InvalidOperationException("The record before this one was not ended.");
        if (!_partitions.TryGetValue(partition, out _open)) _partitions.Add(partition, _open = new PartitionRecords(partition));
        _open.Begin(key, headers);
        return _open.Buffer;
    }

    public void End()
    {
        var open = _open ?? throw new InvalidOperationException("No record was begun.");
        Bytes += open.End();
        Count++;
        _open = null;
    }

    /// <summary>Drops the record that was begun and not ended, if there is one.</summary>
    public void Abandon()
    {
        _open?.Abandon();
        _open = null;
    }

    /// <summary>Adds a whole record.</summary>
    public void Add(Topic topic, ReadOnlySpan<byte> key, RecordHeaders headers, ReadOnlySpan<byte> value)
    {
        Begin(topic, key, headers).Write(value);
        End();
    }

    public void Clear()
    {
        Abandon();
        foreach (var records in _partitions.Values) records.Clear();
        Count = 0;
        Bytes = 0;
    }

    public void Dispose()
    {
        foreach (var records in _partitions.Values) records.Dispose();
        _partitions.Clear();
        _open = null;
    }
}
