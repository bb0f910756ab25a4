using System.Globalization;
using Streaming.Pipeline.Log;

namespace Streaming.Console.Records;

/// <summary>A topic with the groups that read it; their offsets are those in this topic.</summary>
public sealed record TopicView(string Name, IReadOnlyList<PartitionRange> Partitions, IReadOnlyList<ConsumerGroup> Groups)
{
    public long Records => Partitions.Sum(range => range.Count);

    public static TopicView Of(string name, IReadOnlyList<PartitionRange> partitions, IReadOnlyList<ConsumerGroup> groups) => new(
        name, partitions,
        [
            .. from consumer in groups
               let offsets = consumer.Offsets.Where(offset => offset.Partition.Topic == name).ToList()
               where offsets.Count > 0
               select consumer with { Offsets = offsets },
        ]);

    public PartitionRange? this[int partition] =>
        Partitions.Where(range => range.Partition.Partition == partition).Select(range => (PartitionRange?)range).FirstOrDefault();

    /// <summary>What those partitions hold that a group reads.</summary>
    public IEnumerable<PartitionRange> RangesOf(ConsumerGroup consumer) =>
        Partitions.Where(range => consumer.Offsets.Any(offset => offset.Partition == range.Partition));
}

internal static class GroupLag
{
    /// <summary>Records that a group has still to read.</summary>
    public static long Lag(this ConsumerGroup consumer) => consumer.Offsets.Sum(offset => offset.Lag);

    /// <summary>For how long the oldest of them has waited; none when there are none.</summary>
    public static TimeSpan? Behind(this ConsumerGroup consumer, DateTimeOffset now)
    {
        var since = consumer.Offsets.Min(offset => offset.LagSince);
        return since is null ? null : now > since ? now - since : TimeSpan.Zero;
    }

    /// <summary>As people say it, to two units at most.</summary>
    public static string Words(this TimeSpan time) => time switch
    {
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        { TotalMinutes: < 1 } => $"{time.Seconds} s",
        { TotalHours: < 1 } => $"{time.Minutes} min {time.Seconds} s",
        { TotalDays: < 1 } => $"{time.Hours} h {time.Minutes} min",
        _ => $"{time.Days} d {time.Hours} h",
    };
}
