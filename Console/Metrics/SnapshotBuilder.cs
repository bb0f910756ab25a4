namespace Streaming.Console.Metrics;

/// <summary>Keeps what the instances and the log have told, and makes a snapshot of it.</summary>
internal sealed class SnapshotBuilder
{
    private static readonly TimeSpan RateWindow = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LatencyWindow = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LagWindow = TimeSpan.FromSeconds(20);

    private readonly SampleRing _samples = new();
    private readonly (double Done, DateTimeOffset At)[] _progress = new (double, DateTimeOffset)[Stages.All.Count];
    private Totals _totals = new();
    private Lazy<PipelineCharts>? _charts;
    private DateTimeOffset _chartsAt;

    public PipelineSnapshot Add(DateTimeOffset now, IReadOnlyList<ServiceInstance> instances, GroupLags groups)
    {
        foreach (var instance in instances) _totals = _totals.Plus(instance.Growth);
        _samples.Add(new Sample(now, _totals, [null, RelayLag(instances), groups.Processor, groups.Sink]));
        if (_charts is null || now - _chartsAt >= PipelineCharts.Step)
        {
            var samples = _samples.ToArray();
            _charts = new Lazy<PipelineCharts>(() => PipelineCharts.Of(samples));
            _chartsAt = now;
        }

        return new PipelineSnapshot(
            now, [.. Stages.All.Select(stage => Report(stage, now, instances))],
            Percentiles.Of(_totals.Since(_samples.Before(LatencyWindow)!.Totals).Latency(null)), groups.Fault, _charts);
    }

    private Lag? RelayLag(IReadOnlyList<ServiceInstance> instances)
    {
        // Of several instances one relays; the others know of no lag.
        var lag = instances.Max(instance => instance.RelayLag);
        return lag is { } records ? new Lag(records, Since: null, _totals[Stage.Relay, Flow.In]) : null;
    }

    private StageReport Report(Stage stage, DateTimeOffset now, IReadOnlyList<ServiceInstance> instances)
    {
        var own = instances.Where(instance => instance.Service == Stages.ServiceOf(stage)).ToList();
        var rates = Rates(stage, now);
        var lag = _samples.Last!.Lags[(int)stage];
        var (state, why) = StageStates.Of(new StageFacts
        {
            Instances = own.Count,
            Answering = own.Count(instance => instance.Fault is null),
            Failure = Failure(stage, own),
            Rate = rates[Flow.In],
            Lag = lag?.Records,
            LagBefore = _samples.Before(LagWindow)!.Lags[(int)stage]?.Records,
            WithoutProgress = WithoutProgress(stage, lag, now),
        });
        var latency = Percentiles.Of(_totals.Since(_samples.Before(LatencyWindow)!.Totals).Latency(stage));
        return new StageReport(stage, state, why, rates, lag, latency, own.Count, own.Count(instance => instance.Fault is null));
    }

    private Dictionary<Flow, double> Rates(Stage stage, DateTimeOffset now)
    {
        var before = _samples.Before(RateWindow)!;
        var seconds = (now - before.At).TotalSeconds;
        return Enum.GetValues<Flow>().ToDictionary(
            flow => flow, flow => seconds > 0 ? (_totals[stage, flow] - before.Totals[stage, flow]) / seconds : 0);
    }

    private static string? Failure(Stage stage, IReadOnlyList<ServiceInstance> instances)
    {
        if (instances.All(instance => instance.Fault is not null)) return instances.Count == 0 ? null : instances[0].Fault;
        var failing = from instance in instances
                      where instance.Fault is null
                      from check in instance.Health.Failing
                      where Stages.IsConcerned(stage, check.Check)
                      select check.Words;
        return failing.FirstOrDefault();
    }

    // A lag that is not known, or none, tells nothing of progress: what comes after it is waited for anew.
    private TimeSpan WithoutProgress(Stage stage, Lag? lag, DateTimeOffset now)
    {
        ref var progress = ref _progress[(int)stage];
        if (lag is not { Records: > 0 } known || known.Done != progress.Done) progress = (lag?.Done ?? progress.Done, now);
        return now - progress.At;
    }
}
