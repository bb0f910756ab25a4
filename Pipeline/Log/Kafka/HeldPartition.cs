namespace Streaming.Pipeline.Log.Kafka;

/// <summary>A partition under one assignment or reset: what was fetched of it and how far its reader is. Guarded by <see cref="FetchedRecords"/>.</summary>
/// <param name="committed">What is committed; -1 when that is not known yet.</param>
internal sealed class HeldPartition(TopicPartition partition, int epoch, long committed)
{
    private readonly Queue<(RecordBatch Batch, long Next)> _full = new();
    private readonly BatchBuilder _open = new(partition, epoch);
    private long _end = -1;

    public TopicPartition Partition => partition;

    public int Epoch => epoch;

    /// <summary>The partition went to another member, or was rewound.</summary>
    public bool Lost { get; set; }

    /// <summary>The next offset that the reader gets.</summary>
    public long Position { get; private set; } = committed;

    public long Committed { get; set; } = committed;

    /// <summary>Whether records were read that are not committed; the way past markers at the end is none.</summary>
    public bool HasRead { get; set; }

    public bool HasProgress => Position != Committed;

    /// <summary>Adds a fetched record; returns the bytes it takes.</summary>
    public int Add(long offset, long timestamp, RecordScratch record, RecordHeaders headers, int batchBytes)
    {
        if (_open.Bytes >= batchBytes || !_open.Takes(offset)) Seal();
        var before = _open.Bytes;
        _open.Add(offset, timestamp, record.KeyBytes, headers, record.ValueBytes);
        return _open.Bytes - before;
    }

    /// <summary>Nothing is left before that offset.</summary>
    public void EndAt(long offset) => _end = offset;

    /// <summary>Takes batches until there are so many bytes, and at least one. Once all are taken the position is at the end.</summary>
    public int Take(List<RecordBatch> batches, int bytes)
    {
        var taken = 0;
        while (taken < bytes && (_full.Count > 0 || _open.Count > 0))
        {
            if (_full.Count == 0) Seal();
            var (batch, next) = _full.Dequeue();
            batches.Add(batch);
            taken += batch.Bytes;
            Position = next;
            HasRead = true;
        }

        if (_full.Count == 0 && _open.Count == 0 && _end > Position) Position = _end;
        return taken;
    }

    /// <summary>Forgets what was fetched and not read; returns its bytes.</summary>
    public int Drop()
    {
        var dropped = _open.Bytes;
        _open.Dispose();
        while (_full.TryDequeue(out var sealedBatch))
        {
            dropped += sealedBatch.Batch.Bytes;
            sealedBatch.Batch.Dispose();
        }

        return dropped;
    }

    private void Seal()
    {
        if (_open.Count == 0) return;
        var next = _open.Next;
        _full.Enqueue((_open.Build(), next));
    }
}
