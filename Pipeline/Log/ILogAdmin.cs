namespace Streaming.Pipeline.Log;

/// <summary>What people who look after the log need beyond what the services do: to see all that is there, and to set a group back.</summary>
public interface ILogAdmin
{
    /// <summary>Every partition of every topic, in order. Topics that the log keeps for itself are left out.</summary>
    Task<IReadOnlyList<PartitionRange>> GetPartitionsAsync(CancellationToken cancellationToken);

    /// <summary>Every consumer group, by name; those of other programs that read the same log too.</summary>
    Task<IReadOnlyList<ConsumerGroup>> GetGroupsAsync(CancellationToken cancellationToken);

    /// <summary>The offset of the first record that was appended at that time or later; the end where there is none.</summary>
    Task<long> FindOffsetAsync(TopicPartition partition, DateTimeOffset appendedAt, CancellationToken cancellationToken);

    /// <summary>Copies records of a range, the first ones when there are more than it asks for. Does not wait for what is not decided yet.</summary>
    Task<RecordScan> ScanAsync(RecordRange range, CancellationToken cancellationToken);

    /// <summary>Sets what a group without members has committed, in all the partitions or in none.</summary>
    /// <param name="next">By partition, the offset that the group is to read next.</param>
    /// <exception cref="GroupActiveException">The group has members; nothing was changed.</exception>
    /// <exception cref="InvalidOperationException">The group, or a partition, does not exist.</exception>
    Task RewindAsync(string group, IReadOnlyDictionary<TopicPartition, long> next, CancellationToken cancellationToken);
}

/// <summary>What a partition holds.</summary>
/// <param name="Start">The first offset that is still kept.</param>
/// <param name="End">The next offset to be assigned.</param>
public readonly record struct PartitionRange(TopicPartition Partition, long Start, long End)
{
    /// <summary>Records, and with Kafka the markers of transactions among them.</summary>
    public long Count => End - Start;
}

/// <summary>A group with how far it is.</summary>
/// <param name="Members">How many read for it now.</param>
/// <param name="Offsets">Of each partition that it has committed.</param>
public sealed record ConsumerGroup(string Name, int Members, IReadOnlyList<GroupOffset> Offsets)
{
    /// <summary>A group that is not active is stopped: only then it can be rewound.</summary>
    public bool IsActive => Members > 0;
}

/// <summary>Which records to copy: at most <paramref name="Most"/> from <paramref name="From"/> on, none at <paramref name="Until"/> or later.</summary>
/// <param name="Key">Only records with this key; null for all.</param>
public sealed record RecordRange(TopicPartition Partition, long From, long Until, int Most, byte[]? Key = null);

/// <summary>What was found, in offset order.</summary>
/// <param name="Next">Where to go on: all before it was looked at. The range's end when there is nothing more in it.</param>
public sealed record RecordScan(IReadOnlyList<LogRecord> Records, long Next);

/// <summary>A group that is to be rewound has members, which would commit over it.</summary>
public sealed class GroupActiveException(string group)
    : Exception($"The group {group} has members. Stop the services that read for it, wait until they have left it, then try again.");
