using Npgsql;
using NpgsqlTypes;

namespace Streaming.Pipeline.Log.Postgres;

/// <summary>The partitions that a consumer reads, and how far it is in each. Belongs to the consumer's one caller.</summary>
internal sealed class Assignment
{
    private readonly SortedDictionary<TopicPartition, Entry> _entries = [];
    private readonly List<ReadFrom> _positions = [];
    private Lease[]? _adopted;
    private int _lastEpoch;

    public int Count => _entries.Count;

    public IReadOnlyList<AssignedPartition> Held =>
        [.. _entries.Where(held => !held.Value.Lost).Select(held => new AssignedPartition(held.Key, held.Value.Epoch))];

    /// <summary>Whether anything was read that is not committed.</summary>
    public bool HasProgress => _entries.Values.Any(entry => entry.HasProgress);

    /// <summary>Takes over what the member holds now. A partition that went away with uncommitted reads stays, so that their commit is fenced.</summary>
    public void Adopt(Lease[] leases)
    {
        if (ReferenceEquals(leases, _adopted)) return;
        _adopted = leases;

        foreach (var entry in _entries.Values) entry.Lost = true;
        foreach (var lease in leases)
        {
            if (_entries.TryGetValue(lease.Partition, out var entry))
            {
                if (entry.Lease.Epoch == lease.Epoch)
                {
                    entry.Lease = lease;
                    entry.Lost = false;
                    continue;
                }

                if (entry.HasProgress) continue;
            }

            _entries[lease.Partition] = new Entry(lease, ++_lastEpoch);
        }

        Remove(entry => entry is { Lost: true, HasProgress: false });
    }

    /// <summary>Forgets all that was read, and begins again where the leases say.</summary>
    public void Reset(Lease[] leases)
    {
        _entries.Clear();
        _adopted = null;
        Adopt(leases);
    }

    /// <summary>Removes and returns the partitions that are to be released and have nothing left to commit.</summary>
    public List<TopicPartition> TakeReleasable() => Remove(entry => entry is { Lease.Excess: true, Lost: false, HasProgress: false });

    /// <summary>Where to read on; valid until the next call.</summary>
    public List<ReadFrom> Positions()
    {
        _positions.Clear();
        foreach (var (partition, entry) in _entries)
        {
            if (!entry.Lost && !entry.Lease.Excess) _positions.Add(new ReadFrom(partition, entry.Position, entry.Epoch));
        }

        return _positions;
    }

    public void Advance(List<RecordBatch> batches)
    {
        foreach (var batch in batches) _entries[batch.Partition].Position = batch.BaseOffset + batch.Count;
    }

    /// <summary>Sets the offsets of all the partitions, the unread ones too: all have to be held still.</summary>
    public NpgsqlBatchCommand CommitCommand(string group, Guid member)
    {
        var entries = _entries.Values;
        return new NpgsqlBatchCommand("SELECT log.commit($1, $2, $3, $4, $5, $6)")
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = group, NpgsqlDbType = NpgsqlDbType.Text },
                new NpgsqlParameter<Guid> { TypedValue = member, NpgsqlDbType = NpgsqlDbType.Uuid },
                Array(entries.Select(entry => entry.Lease.Partition.Topic), NpgsqlDbType.Text),
                Array(entries.Select(entry => entry.Lease.Partition.Partition), NpgsqlDbType.Integer),
                Array(entries.Select(entry => entry.Lease.Epoch), NpgsqlDbType.Bigint),
                Array(entries.Select(entry => entry.Position), NpgsqlDbType.Bigint),
            },
        };
    }

    public void Committed()
    {
        foreach (var entry in _entries.Values) entry.Committed = entry.Position;
    }

    private static NpgsqlParameter<T[]> Array<T>(IEnumerable<T> values, NpgsqlDbType type) =>
        new() { TypedValue = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };

    private List<TopicPartition> Remove(Func<Entry, bool> which)
    {
        var removed = _entries.Values.Where(which).Select(entry => entry.Lease.Partition).ToList();
        foreach (var partition in removed) _entries.Remove(partition);
        return removed;
    }

    /// <param name="epoch">Which assignment, or reset, of a partition to this consumer it is; never used twice.</param>
    private sealed class Entry(Lease lease, int epoch)
    {
        public Lease Lease { get; set; } = lease;

        public int Epoch { get; } = epoch;

        public long Position { get; set; } = lease.Committed;

        public long Committed { get; set; } = lease.Committed;

        public bool Lost { get; set; }

        public bool HasProgress => Position != Committed;
    }
}
