using Microsoft.Extensions.Options;
using Streaming.Pipeline.Scheduling;

namespace Streaming.Ingestion.Sources;

/// <summary>The source that the configuration gives: its address may be another with each start, so schedules don't repeat it.</summary>
internal sealed class DefaultSource(IOptions<PullOptions> options)
{
    /// <summary>Where the schedule's users come from; empty: from nowhere.</summary>
    public string For(ScheduleSpec spec) => spec.Source ?? options.Value.Source;

    /// <summary>What to do where the schedule has no source, in words; null: it has one.</summary>
    public string? MissingFor(ScheduleSpec spec) => For(spec).Length > 0
        ? null
        : $"There is no source to fetch from. Give the schedule one, or set {PullOptions.Section}:{nameof(PullOptions.Source)}.";
}
