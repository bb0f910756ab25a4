using Microsoft.Extensions.Options;
using Streaming.StreamProcessor.Topology;

namespace Streaming.StreamProcessor;

/// <summary>Configuration section <c>Processor</c>.</summary>
internal sealed class ProcessorOptions
{
    public const string Section = "Processor";
    public const string InProcessEngine = "inprocess";
    public const string SparkEngine = "spark";

    /// <summary>What processes users: this process, or queries that it starts on a Spark cluster.</summary>
    public string Engine { get; set; } = InProcessEngine;

    /// <summary>How far behind a partition's newest event redeliveries are known and counts are kept.</summary>
    public TimeSpan Horizon { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long past its end a window stays open for what comes late.</summary>
    public TimeSpan AllowedLateness { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a partition has to be silent until its windows are closed by the wall clock.</summary>
    public TimeSpan IdleGrace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Events that are known at once for telling redeliveries, over all partitions; 8 bytes each.</summary>
    public long MaxSeenEvents { get; set; } = 16_000_000;

    /// <summary>How long one read waits for records.</summary>
    public TimeSpan ReadWait { get; set; } = TimeSpan.FromSeconds(1);

    public TopologySettings Topology => new(Horizon, AllowedLateness);
}

internal sealed class ProcessorOptionsValidator : IValidateOptions<ProcessorOptions>
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, ProcessorOptions options)
    {
        var errors = new List<string>();
        Require(options.Engine is ProcessorOptions.InProcessEngine or ProcessorOptions.SparkEngine, nameof(options.Engine), options.Engine,
            $"{ProcessorOptions.InProcessEngine} or {ProcessorOptions.SparkEngine}");
        Require(options.AllowedLateness >= TimeSpan.Zero && options.AllowedLateness <= Day, nameof(options.AllowedLateness), options.AllowedLateness,
            "from 0 to 1 day");
        Require(options.Horizon >= options.AllowedLateness + 2 * Minute && options.Horizon <= Day, nameof(options.Horizon), options.Horizon,
            "from two minutes above AllowedLateness to 1 day");
        Require(options.IdleGrace > TimeSpan.Zero && options.IdleGrace <= Day, nameof(options.IdleGrace), options.IdleGrace, "above 0, to 1 day");
        Require(options.MaxSeenEvents is >= 100_000 and <= 1_000_000_000, nameof(options.MaxSeenEvents), options.MaxSeenEvents, "from 100000 to 1000000000");
        Require(options.ReadWait > TimeSpan.Zero && options.ReadWait <= TimeSpan.FromSeconds(10), nameof(options.ReadWait), options.ReadWait,
            "above 0, to 10 seconds");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Require(bool holds, string key, object value, string range)
        {
            if (!holds) errors.Add($"{ProcessorOptions.Section}:{key} is {value}; it must be {range}.");
        }
    }
}
