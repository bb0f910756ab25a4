using System.Buffers;

namespace Streaming.Pipeline.Log;

/// <summary>The records of one append that go to one partition.</summary>
public sealed class PartitionRecords : IBufferWriter<byte>, IDisposable
{
    private const int FirstSize = 64 * 1024;
    private const int KeptSize = 4 * 1024 * 1024;

    private byte[] _buffer = [];
    private int _length;
    private int _recordStart;
    private int _valueStart;

    internal PartitionRecords(TopicPartition partition) => Partition = partition;

    public TopicPartition Partition { get; }

    public int Count { get; private set; }

    /// <summary>The records, laid out as a <see cref="RecordBatch"/> holds them; valid until the writer is cleared or written to.</summary>
    public ReadOnlyMemory<byte> Data => _buffer.AsMemory(0, _length);

    internal void Begin(ReadOnlySpan<byte> key, RecordHeaders headers)
    {
        _recordStart = _length;
        var length = RecordLayout.Length(key, headers);
        RecordLayout.Write(GetSpan(length), Count, key, headers);
        _length += length;
        _valueStart = _length;
    }

    internal int End()
    {
        RecordLayout.SetValueLength(_buffer.AsSpan(_recordStart), _length - _valueStart);
        Count++;
        return _length - _recordStart;
    }

    internal void Abandon() => _length = _recordStart;

    internal void Clear()
    {
        _length = 0;
        Count = 0;
        if (_buffer.Length > KeptSize) Dispose();
    }

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsSpan(_length);
    }

    public void Dispose()
    {
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
    }

    private void Reserve(int sizeHint)
    {
        var needed = checked(_length + Math.Max(sizeHint, 1));
        if (needed <= _buffer.Length) return;

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Max(needed, FirstSize), _buffer.Length * 2));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
