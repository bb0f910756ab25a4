namespace Streaming.StreamProcessor.Topology;

/// <summary>A piece of a <see cref="SortedKeys"/>: up to <see cref="Capacity"/> keys in rising order.</summary>
internal sealed class KeyChunk
{
    public const int Capacity = 512;

    private readonly ulong[] _keys = new ulong[Capacity];

    public int Count { get; private set; }

    public bool IsFull => Count == Capacity;

    public ulong First => _keys[0];

    public ulong Last => _keys[Count - 1];

    /// <summary>The key's place, or the complement of where it belongs.</summary>
    public int Find(ulong key) => _keys.AsSpan(0, Count).BinarySearch(key);

    public void Append(ulong key) => _keys[Count++] = key;

    public void Insert(int at, ulong key)
    {
        _keys.AsSpan(at, Count - at).CopyTo(_keys.AsSpan(at + 1));
        _keys[at] = key;
        Count++;
    }

    /// <summary>Moves the upper half of a full chunk to an empty one.</summary>
    public void SplitTo(KeyChunk upper)
    {
        _keys.AsSpan(Capacity / 2, Capacity / 2).CopyTo(upper._keys);
        upper.Count = Capacity / 2;
        Count = Capacity / 2;
    }

    public void Clear() => Count = 0;
}

/// <summary>
/// The memory of all partitions' <see cref="SeenEvents"/>: chunks that are used again and again, up to a bound. Where it is reached the oldest minute
/// of any partition gives its chunks up.
/// </summary>
internal sealed class KeyPool(long maxKeys)
{
    private readonly long _maxChunks = Math.Max(1, maxKeys / KeyChunk.Capacity);
    private readonly Stack<KeyChunk> _free = [];
    private readonly List<SeenEvents> _partitions = [];
    private long _used;

    /// <summary>Keys that were forgotten before the horizon, since the process started.</summary>
    public long DroppedEarly { get; private set; }

    /// <summary>Keys now held, over all partitions.</summary>
    public long Keys => _partitions.Sum(partition => partition.Count);

    public void Join(SeenEvents partition) => _partitions.Add(partition);

    public void Leave(SeenEvents partition) => _partitions.Remove(partition);

    /// <summary>Sees to it that a chunk can be rented.</summary>
    public void Reserve()
    {
        while (_used >= _maxChunks) DroppedEarly += _partitions.MinBy(partition => partition.OldestMinute)!.DropOldest();
    }

    public KeyChunk Rent()
    {
        _used++;
        return _free.TryPop(out var chunk) ? chunk : new KeyChunk();
    }

    public void Return(KeyChunk chunk)
    {
        _used--;
        chunk.Clear();
        _free.Push(chunk);
    }
}
