using Confluent.Kafka;

namespace Streaming.Pipeline.Log.Kafka;

/// <summary>
/// Between the thread that consumes and the one caller that reads: the partitions of the member, and what was fetched of them, bounded in bytes. What the
/// caller saw at its last read stays what its commits are about, so that a partition that has left meanwhile fences them.
/// </summary>
internal sealed class FetchedRecords(KafkaLogOptions options, string group) : IDisposable
{
    /// <summary>A batch is taken as a whole, so it has to be small beside what is taken at once.</summary>
    private readonly int _batchBytes = Math.Min(512 * 1024, options.ReadBytes / 8);

    private readonly Lock _lock = new();
    private readonly Dictionary<TopicPartition, HeldPartition> _held = [];
    private readonly Signal _arrived = new();
    private readonly SemaphoreSlim _room = new(0, 1);
    private List<HeldPartition> _seen = [];
    private HeldPartition? _last;
    private long _bytes;
    private int _lastEpoch;

    public bool IsFull => Volatile.Read(ref _bytes) >= options.BufferBytes;

    /// <summary>What the caller works on: the partitions as of its last read.</summary>
    public IReadOnlyList<AssignedPartition> Assigned
    {
        get
        {
            lock (_lock) return [.. _seen.Where(held => !held.Lost).Select(held => new AssignedPartition(held.Partition, held.Epoch))];
        }
    }

    /// <summary>Whether the caller has anything to commit.</summary>
    public bool HasProgress
    {
        get
        {
            lock (_lock) return _seen.Exists(held => held.HasProgress);
        }
    }

    /// <summary>Whether all that is to be committed is the way past markers at the end.</summary>
    public bool HasOnlyMarkersToCommit
    {
        get
        {
            lock (_lock) return _seen.Exists(held => held.HasProgress) && !_seen.Exists(held => held.HasRead || held.Lost);
        }
    }

    /// <summary>Whether all partitions that the caller works on are still this member's.</summary>
    public bool IsHeld
    {
        get
        {
            lock (_lock) return _seen.Count > 0 && !_seen.Exists(held => held.Lost);
        }
    }

    public void Assign(IEnumerable<(TopicPartition Partition, long Committed)> partitions)
    {
        lock (_lock)
        {
            foreach (var (partition, committed) in partitions)
            {
                Remove(partition);
                _held.Add(partition, new HeldPartition(partition, ++_lastEpoch, committed));
            }
        }

        _arrived.Set();
    }

    public void Revoke(IEnumerable<TopicPartition> partitions)
    {
        lock (_lock)
        {
            foreach (var partition in partitions) Remove(partition);
        }

        _arrived.Set();
    }

    /// <summary>Begins anew where the partitions are committed; what the caller has seen is forgotten.</summary>
    public void Reset(IEnumerable<(TopicPartition Partition, long Committed)> partitions)
    {
        lock (_lock) _seen = [];
        Assign(partitions);
    }

    public void Add(ConsumeResult<int, int> result, RecordScratch record)
    {
        lock (_lock)
        {
            if (Find(result) is not { } held) return;
            if (result.IsPartitionEOF)
                held.EndAt(result.Offset);
            else
                _bytes += held.Add(result.Offset, result.Message.Timestamp.UnixTimestampMs, record, HeaderNames.Read(result.Message.Headers), _batchBytes);
        }

        _arrived.Set();
    }

    /// <summary>Waits until something has arrived, or the assignment has changed.</summary>
    public Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken) => _arrived.WaitAsync(wait, cancellationToken);

    public bool WaitForRoom(TimeSpan wait) => !IsFull || _room.Wait(wait) || !IsFull;

    /// <summary>Takes what there is, each partition its part of the bytes, and adopts the assignment as it is now.</summary>
    public List<RecordBatch> Take()
    {
        var batches = new List<RecordBatch>();
        lock (_lock)
        {
            _seen = [.. _held.Values, .. _seen.Where(held => held is { Lost: true, HasProgress: true })];
            if (_held.Count == 0) return batches;
            var share = options.ReadBytes / _held.Count;
            foreach (var held in _held.Values) _bytes -= held.Take(batches, share);
        }

        if (!IsFull && _room.CurrentCount == 0) Release();
        return batches;
    }

    /// <summary>The positions of all partitions, the unread ones too: the broker checks the member's generation with any of them.</summary>
    /// <exception cref="FencedException">A partition is not this member's any more, or there is none.</exception>
    public List<TopicPartitionOffset> Positions()
    {
        lock (_lock)
        {
            if (_seen.Find(held => held.Lost) is { } lost) throw new FencedException($"{lost.Partition} is no longer this member's in the group {group}.");
            List<TopicPartitionOffset> positions =
            [
                .. _seen.Where(held => held.Position >= 0)
                    .Select(held => new TopicPartitionOffset(held.Partition.Topic, held.Partition.Partition, held.Position)),
            ];
            if (positions.Count > 0) return positions;
            throw new FencedException($"This member of the group {group} has no partition, so it has nothing to commit.");
        }
    }

    public void Committed()
    {
        lock (_lock)
        {
            foreach (var held in _seen) (held.Committed, held.HasRead) = (held.Position, false);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var partition in _held.Keys.ToList()) Remove(partition);
        }

        _arrived.Dispose();
        _room.Dispose();
    }

    private HeldPartition? Find(ConsumeResult<int, int> result)
    {
        // Records come in runs of one partition.
        if (_last is { Lost: false } last && last.Partition.Partition == result.Partition.Value && last.Partition.Topic == result.Topic) return last;
        return _last = _held.GetValueOrDefault(new TopicPartition(result.Topic, result.Partition));
    }

    private void Remove(TopicPartition partition)
    {
        if (!_held.Remove(partition, out var held)) return;
        held.Lost = true;
        _bytes -= held.Drop();
        if (_room.CurrentCount == 0) Release();
    }

    private void Release()
    {
        try
        {
            _room.Release();
        }
        catch (SemaphoreFullException)
        {
            // The caller and the consuming thread were here at once: there is room all the same.
        }
    }
}
