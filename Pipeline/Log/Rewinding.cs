namespace Streaming.Pipeline.Log;

/// <summary>Where a group is to go on: at the first record, after the last, at a time, or at an offset.</summary>
public abstract record RewindTarget
{
    private RewindTarget()
    {
    }

    public sealed record Earliest : RewindTarget;

    public sealed record Latest : RewindTarget;

    /// <summary>The first record that was appended then or later.</summary>
    public sealed record Time(DateTimeOffset AppendedAt) : RewindTarget;

    /// <summary>The same number in every partition, but not outside of what a partition holds.</summary>
    public sealed record Offset(long Number) : RewindTarget;
}

public static class Rewinding
{
    /// <summary>The target as an offset of each partition, for <see cref="ILogAdmin.RewindAsync"/>.</summary>
    public static async Task<IReadOnlyDictionary<TopicPartition, long>> FindAsync(
        this ILogAdmin log, RewindTarget target, IEnumerable<PartitionRange> ranges, CancellationToken cancellationToken)
    {
        var next = new Dictionary<TopicPartition, long>();
        foreach (var range in ranges) next[range.Partition] = Math.Clamp(await FindAsync(log, target, range, cancellationToken), range.Start, range.End);
        return next;
    }

    private static async ValueTask<long> FindAsync(ILogAdmin log, RewindTarget target, PartitionRange range, CancellationToken cancellationToken) =>
        target switch
        {
            RewindTarget.Earliest => range.Start,
            RewindTarget.Latest => range.End,
            RewindTarget.Time time => await log.FindOffsetAsync(range.Partition, time.AppendedAt, cancellationToken),
            RewindTarget.Offset offset => offset.Number,
            _ => throw new ArgumentOutOfRangeException(nameof(target), target, "No such target."),
        };
}
