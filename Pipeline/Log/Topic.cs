namespace Streaming.Pipeline.Log;

/// <summary>A named topic: how many partitions it has and how long its records are kept.</summary>
/// <param name="Name">Lower-case letters, digits and underscores; at most 48 characters.</param>
/// <param name="Partitions">Fixed when the topic is created; at least 1.</param>
/// <param name="Retention">How long a record is kept after it was appended, counted from the newest that every group has read.</param>
public sealed record Topic(string Name, int Partitions, TimeSpan Retention)
{
    public TopicPartition this[int partition] => new(Name, partition);

    /// <summary>Its partitions, in order.</summary>
    public IEnumerable<TopicPartition> All => Enumerable.Range(0, Partitions).Select(partition => this[partition]);

    /// <summary>The partition of a key, as Kafka's default partitioner chooses it.</summary>
    public int PartitionOf(ReadOnlySpan<byte> key) => (Murmur2.Hash(key) & int.MaxValue) % Partitions;
}

/// <summary>One partition of a topic: an ordered sequence of records.</summary>
public readonly record struct TopicPartition(string Topic, int Partition) : IComparable<TopicPartition>
{
    /// <summary>By topic, its name compared byte by byte, then by number.</summary>
    public int CompareTo(TopicPartition other) =>
        string.CompareOrdinal(Topic, other.Topic) is var order and not 0 ? order : Partition.CompareTo(other.Partition);

    public override string ToString() => $"{Topic}-{Partition}";
}
