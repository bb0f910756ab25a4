using Streaming.Pipeline.Buffers;

namespace Streaming.Pipeline.Log;

/// <summary>The records of one append that go to one partition.</summary>
public sealed class PartitionRecords : IDisposable
{
    private int _recordStart;
    private int _valueStart;

    internal PartitionRecords(TopicPartition partition) => Partition = partition;

    public TopicPartition Partition { get; }

    public int Count { get; private set; }

    /// <summary>The records, laid out as a <see cref="RecordBatch"/> holds them; valid until the writer is cleared or written to.</summary>
    public ReadOnlyMemory<byte> Data => Buffer.Memory;

    internal PooledBuffer Buffer { get; } = new();

    internal void Begin(ReadOnlySpan<byte> key, RecordHeaders headers)
    {
        _recordStart = Buffer.Length;
        var length = RecordLayout.Length(key, headers);
        RecordLayout.Write(Buffer.GetSpan(length), Count, key, headers);
        Buffer.Advance(length);
        _valueStart = Buffer.Length;
    }

    internal int End()
    {
        RecordLayout.SetValueLength(Buffer.Span[_recordStart..], Buffer.Length - _valueStart);
        Count++;
        return Buffer.Length - _recordStart;
    }

    internal void Abandon() => Buffer.Length = _recordStart;

    internal void Clear()
    {
        Buffer.Clear();
        Count = 0;
    }

    public void Dispose() => Buffer.Dispose();
}
