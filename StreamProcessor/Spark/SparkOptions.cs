using Microsoft.Extensions.Options;
using Streaming.Pipeline.Hosting;

namespace Streaming.StreamProcessor.Spark;

/// <summary>Configuration section <c>Processor:Spark</c>: how the Spark engine runs its queries.</summary>
internal sealed class SparkOptions
{
    public const string Section = "Processor:Spark";

    /// <summary>
    /// Where the queries keep how far they are and what they know: a folder that the driver and every worker see under the same path, or an address of
    /// a file system that they share, as <c>hdfs://…</c>. Group offsets are committed from it where this process sees it too.
    /// </summary>
    public string Checkpoint { get; set; } = "";

    /// <summary>How often a micro-batch is begun when there is something to do.</summary>
    public TimeSpan TriggerInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Records that one micro-batch takes.</summary>
    public long MaxOffsetsPerTrigger { get; set; } = 200_000;

    /// <summary>Partitions of the queries' state; about as many as the cluster has cores. Fixed by the first start of a checkpoint.</summary>
    public int ShufflePartitions { get; set; } = 4;

    /// <summary>The address of the driver's pages, as <c>http://host:4040</c>, whose metrics are taken over; empty for none.</summary>
    public string Driver { get; set; } = "";

    /// <summary>More settings of Spark's Kafka clients, as <c>security.protocol</c>.</summary>
    public Dictionary<string, string> Kafka { get; set; } = [];
}

internal sealed class SparkOptionsValidator : IValidateOptions<SparkOptions>
{
    public ValidateOptionsResult Validate(string? name, SparkOptions options) => new OptionChecks(SparkOptions.Section)
        .Require(Path.IsPathRooted(options.Checkpoint) || Uri.TryCreate(options.Checkpoint, UriKind.Absolute, out _), nameof(options.Checkpoint),
            options.Checkpoint, "must be the absolute path or the address of a folder that the whole Spark cluster sees")
        .Require(options.TriggerInterval >= TimeSpan.Zero && options.TriggerInterval <= TimeSpan.FromMinutes(10), nameof(options.TriggerInterval),
            options.TriggerInterval, "must be from 0 to 10 minutes")
        .Require(options.MaxOffsetsPerTrigger is >= 1000 and <= 100_000_000, nameof(options.MaxOffsetsPerTrigger), options.MaxOffsetsPerTrigger,
            "must be from 1000 to 100000000")
        .Require(options.ShufflePartitions is >= 1 and <= 10_000, nameof(options.ShufflePartitions), options.ShufflePartitions, "must be from 1 to 10000")
        .Require(options.Driver.Length == 0 || Uri.TryCreate(options.Driver, UriKind.Absolute, out _), nameof(options.Driver), options.Driver,
            "must be an address, as http://host:4040, or empty")
        .Result;
}
