using Microsoft.Extensions.Options;
using Streaming.Pipeline.Hosting;

namespace Streaming.Ingestion.Runs;

/// <summary>How runs are worked on; section <c>Ingestion:Runs</c>.</summary>
internal sealed class RunOptions
{
    public const string Section = "Ingestion:Runs";

    /// <summary>Runs at a time in this process, of all schedules together.</summary>
    public int Concurrency { get; set; } = 4;

    /// <summary>A run whose process has not been heard of for this long is taken up by another.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often leases are renewed, and runs of other instances are looked for: within this a run is cancelled.</summary>
    public TimeSpan Turn { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Finished runs that are kept of each schedule, with their attempts.</summary>
    public int Kept { get; set; } = 10_000;
}

internal sealed class RunOptionsValidator : IValidateOptions<RunOptions>
{
    public ValidateOptionsResult Validate(string? name, RunOptions options) => new OptionChecks(RunOptions.Section)
        .Between(nameof(options.Concurrency), options.Concurrency, 1, 64)
        .Between(nameof(options.Lease), options.Lease, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10))
        .Between(nameof(options.Turn), options.Turn, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1.5))
        .Between(nameof(options.Kept), options.Kept, 10, 1_000_000)
        .Result;
}
