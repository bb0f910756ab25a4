namespace Streaming.StreamProcessor.Topology;

/// <summary>
/// A set of keys as a list of sorted chunks. Rising keys, which are the rule, are appended; any other key costs a binary search and, if it is new,
/// the shift of at most one chunk. Takes 8 bytes a key, twice that in the worst order.
/// </summary>
internal sealed class SortedKeys(KeyPool pool)
{
    private readonly List<KeyChunk> _chunks = [];

    public int Count { get; private set; }

    /// <summary>Adds a key; false when it is there already. Takes at most one chunk of the pool, which has to have one left.</summary>
    public bool TryAdd(ulong key)
    {
        if (_chunks.Count == 0 || key > _chunks[^1].Last)
        {
            if (_chunks.Count == 0 || _chunks[^1].IsFull) _chunks.Add(pool.Rent());
            _chunks[^1].Append(key);
        }
        else if (!TryInsert(key))
        {
            return false;
        }

        Count++;
        return true;
    }

    public void Clear()
    {
        foreach (var chunk in _chunks) pool.Return(chunk);
        _chunks.Clear();
        Count = 0;
    }

    private bool TryInsert(ulong key)
    {
        var index = ChunkOf(key);
        var chunk = _chunks[index];
        var at = chunk.Find(key);
        if (at >= 0) return false;

        at = ~at;
        if (chunk.IsFull)
        {
            var upper = pool.Rent();
            chunk.SplitTo(upper);
            _chunks.Insert(index + 1, upper);
            if (at > chunk.Count) (at, chunk) = (at - chunk.Count, upper);
        }

        chunk.Insert(at, key);
        return true;
    }

    /// <summary>The last chunk that does not begin above the key.</summary>
    private int ChunkOf(ulong key)
    {
        int low = 0, high = _chunks.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >>> 1;
            if (_chunks[middle].First <= key) low = middle;
            else high = middle - 1;
        }

        return low;
    }
}
