namespace Streaming.StreamProcessor.Topology;

/// <summary>What the topology knows of one partition of users_created: the events it has seen and their counts. Valid for one epoch.</summary>
internal sealed class PartitionState(int partition, int epoch, TopologySettings settings, KeyPool pool) : IDisposable
{
    public int Partition { get; } = partition;

    public int Epoch { get; } = epoch;

    public SeenEvents Seen { get; } = new(pool, settings.Horizon);

    public MinuteWindows Windows { get; } = new(settings.AllowedLateness, settings.Horizon);

    /// <summary>When the engine last read records of the partition, in ticks of its own clock.</summary>
    public long LastReadAt { get; set; }

    /// <summary>The highest <c>ingested_at</c> of the partition, in microseconds; <see cref="long.MinValue"/> before the first event.</summary>
    public long Watermark => Seen.Watermark;

    public void Dispose() => Seen.Dispose();
}

/// <summary>The times that the topology works by, all of them event time.</summary>
/// <param name="Horizon">How far behind the watermark redeliveries are known and counts are kept.</param>
/// <param name="AllowedLateness">How long past its end a window stays open.</param>
internal sealed record TopologySettings(TimeSpan Horizon, TimeSpan AllowedLateness);

/// <summary>The ids of the schemas that values on the log name.</summary>
/// <param name="Created">Those that users_created may have; it grows as versions are met.</param>
internal sealed record SchemaIds(IReadOnlySet<int> Created, int Processed, int Rejected, int Stats);
