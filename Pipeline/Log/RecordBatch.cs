using System.Buffers;

namespace Streaming.Pipeline.Log;

/// <summary>Records of one partition in offset order, in one pooled buffer. Disposing it gives the buffer back.</summary>
/// <example><code>foreach (var record in batch) Use(record.Value);</code></example>
public sealed class RecordBatch : IDisposable
{
    private byte[]? _buffer;
    private readonly int _length;

    /// <summary>
    /// Takes over <paramref name="buffer"/>, which was rented from the shared pool and holds records as <see cref="RecordWriter"/> lays them out.
    /// </summary>
    public RecordBatch(TopicPartition partition, long baseOffset, int count, DateTimeOffset appendedAt, int epoch, byte[] buffer, int length)
    {
        Partition = partition;
        BaseOffset = baseOffset;
        Count = count;
        AppendedAt = appendedAt;
        Epoch = epoch;
        _buffer = buffer;
        _length = length;
    }

    public TopicPartition Partition { get; }

    public long BaseOffset { get; }

    public int Count { get; }

    /// <summary>When the newest of the records was appended.</summary>
    public DateTimeOffset AppendedAt { get; }

    /// <summary>
    /// Which assignment of the partition to this consumer the batch was read under. State that a consumer keeps for a partition is valid for one epoch:
    /// a batch of another epoch says that the partition was away, or was rewound, in between.
    /// </summary>
    public int Epoch { get; }

    public int Bytes => _length;

    public Enumerator GetEnumerator() => new(Data, BaseOffset);

    internal ReadOnlySpan<byte> Data => (_buffer ?? throw new ObjectDisposedException(nameof(RecordBatch))).AsSpan(0, _length);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer) ArrayPool<byte>.Shared.Return(buffer);
    }

    public ref struct Enumerator
    {
        private ReadOnlySpan<byte> _rest;
        private readonly long _origin;
        private Record _current;

        internal Enumerator(ReadOnlySpan<byte> data, long baseOffset)
        {
            _rest = data;
            _origin = data.IsEmpty ? baseOffset : baseOffset - RecordLayout.OffsetDelta(data);
        }

        public readonly Record Current => _current;

        public bool MoveNext()
        {
            if (_rest.IsEmpty) return false;
            _rest = _rest[RecordLayout.Read(_rest, _origin, out _current)..];
            return true;
        }
    }
}
