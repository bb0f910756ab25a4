using System.Diagnostics;
using System.Diagnostics.Metrics;
using Streaming.Pipeline.Telemetry;
using Streaming.StreamProcessor.Topology;

namespace Streaming.StreamProcessor;

/// <summary>The metrics of the stream processor; what a step did is recorded once it is committed.</summary>
internal sealed class ProcessorMetrics
{
    public const string Name = "Streaming.Processor";

    public static readonly ActivitySource Activities = new(Name);

    private readonly Counter<long> _in;
    private readonly Counter<long> _out;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _late;
    private readonly Counter<long> _beyondHorizon;
    private readonly Counter<long> _forgotten;
    private readonly Histogram<long> _batchSize;
    private readonly Histogram<double> _batchDuration;
    private readonly Histogram<double> _rebuildDuration;
    private readonly Gauge<double> _watermarkLag;
    private readonly Gauge<long> _seen;
    private readonly Dictionary<string, KeyValuePair<string, object?>> _rules = [];
    private readonly List<KeyValuePair<string, object?>> _partitions = [];

    public ProcessorMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _in = meter.CreateCounter<long>("streaming.processor.events.in", "{event}", "Records read from users_created");
        _out = meter.CreateCounter<long>("streaming.processor.events.out", "{event}", "Users written to users_processed");
        _rejected = meter.CreateCounter<long>("streaming.processor.events.rejected", "{event}", "Rules broken by dead letters, by rule");
        _duplicates = meter.CreateCounter<long>("streaming.processor.events.duplicate", "{event}", "Redeliveries dropped");
        _late = meter.CreateCounter<long>("streaming.processor.events.late", "{event}", "Users counted after their window was final");
        _beyondHorizon = meter.CreateCounter<long>("streaming.processor.events.beyond_horizon", "{event}",
            "Users too old to be counted or known as redelivered");
        _forgotten = meter.CreateCounter<long>("streaming.processor.dedup.forgotten", "{event}", "Events forgotten within the horizon, for lack of room");
        _batchSize = meter.CreateHistogram<long>("streaming.processor.batch.size", "{event}", "Records of one step");
        _batchDuration = meter.CreateHistogram(
            "streaming.processor.batch.duration", "s", "From the records read to the step committed", advice: Buckets.Seconds);
        _rebuildDuration = meter.CreateHistogram("streaming.processor.rebuild.duration", "s", "Reading a partition's state back", advice: Buckets.Seconds);
        _watermarkLag = meter.CreateGauge<double>("streaming.processor.watermark.lag", "s", "How far the newest ingested_at is behind the clock, by partition");
        _seen = meter.CreateGauge<long>("streaming.processor.dedup.entries", "{event}", "Events known for telling redeliveries");
    }

    public void Committed(BatchSummary summary, TimeSpan duration)
    {
        _in.Add(summary.Records);
        _out.Add(summary.Accepted);
        _batchSize.Record(summary.Records);
        _batchDuration.Record(duration.TotalSeconds);
        if (summary.Duplicates > 0) _duplicates.Add(summary.Duplicates);
        if (summary.Late > 0) _late.Add(summary.Late);
        if (summary.BeyondHorizon > 0) _beyondHorizon.Add(summary.BeyondHorizon);
        RulesBroken(summary);
    }

    public void RulesBroken(BatchSummary summary)
    {
        foreach (var (rule, count) in summary.Rules) _rejected.Add(count, TagOf(rule));
    }

    /// <summary>A micro-batch of the Spark engine.</summary>
    public void Batch(long records, TimeSpan duration)
    {
        _in.Add(records);
        _batchSize.Record(records);
        _batchDuration.Record(duration.TotalSeconds);
    }

    /// <summary>Users that were counted, as users_stats says.</summary>
    public void Counted(long users, long late)
    {
        if (users > 0) _out.Add(users);
        if (late > 0) _late.Add(late);
    }

    public void Rebuilt(TimeSpan duration) => _rebuildDuration.Record(duration.TotalSeconds);

    public void Forgotten(long events) => _forgotten.Add(events);

    public void State(int partition, double lagSeconds)
    {
        while (_partitions.Count <= partition) _partitions.Add(new("messaging.destination.partition.id", _partitions.Count.ToString()));
        _watermarkLag.Record(lagSeconds, _partitions[partition]);
    }

    public void Seen(long events) => _seen.Record(events);

    private KeyValuePair<string, object?> TagOf(string rule)
    {
        if (!_rules.TryGetValue(rule, out var tag)) _rules.Add(rule, tag = new("rule", rule));
        return tag;
    }
}
