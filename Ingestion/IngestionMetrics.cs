using System.Diagnostics.Metrics;
using Streaming.Ingestion.RawStore;
using Streaming.Pipeline.Telemetry;

namespace Streaming.Ingestion;

/// <summary>What this service counts. Names as OpenTelemetry's conventions would have them: a unit, no unit in the name, reasons as attributes.</summary>
internal sealed class IngestionMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _accepted;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _relayed;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _throttled;
    private readonly Histogram<int> _batchSize;
    private readonly Histogram<double> _batchDuration;

    public IngestionMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(Telemetry.Name);
        _accepted = _meter.CreateCounter<long>("streaming.ingestion.events.accepted", "{event}", "Events stored in raw_users");
        _duplicates = _meter.CreateCounter<long>("streaming.ingestion.events.duplicate", "{event}", "Events that were in raw_users already");
        _refused = _meter.CreateCounter<long>("streaming.ingestion.events.refused", "{event}", "Pieces of input that are no events, by source");
        _relayed = _meter.CreateCounter<long>("streaming.ingestion.events.published", "{event}", "Raw rows appended to users_created");
        _rejected = _meter.CreateCounter<long>("streaming.ingestion.events.rejected", "{event}", "Raw rows appended to users_rejected, by rule");
        _failures = _meter.CreateCounter<long>("streaming.ingestion.retries", "{attempt}", "Attempts that failed and are made again, by stage");
        _throttled = _meter.CreateCounter<long>("streaming.ingestion.requests.refused", "{request}", "Requests answered 429 or 503, by status");
        _batchSize = _meter.CreateHistogram<int>("streaming.ingestion.batch.size", "{event}", "Events of one transaction or append, by stage");
        _batchDuration = _meter.CreateHistogram(
            "streaming.ingestion.batch.duration", "s", "Time of one transaction or append, by stage", advice: Buckets.Seconds);
    }

    public void RawTransaction(IReadOnlyList<RawSubmission> group, IReadOnlyList<RawResult> results, TimeSpan duration)
    {
        var all = default(RawResult);
        for (var i = 0; i < group.Count; i++) all += results[i];
        _accepted.Add(all.Accepted);
        _duplicates.Add(all.Duplicates);
        _batchSize.Record(all.Accepted + all.Duplicates, Stage("raw"));
        _batchDuration.Record(duration.TotalSeconds, Stage("raw"));
    }

    public void Published(int created, int rejected, TimeSpan duration)
    {
        _relayed.Add(created);
        if (rejected > 0) _rejected.Add(rejected, new KeyValuePair<string, object?>("rule", "type"));
        _batchSize.Record(created + rejected, Stage("relay"));
        _batchDuration.Record(duration.TotalSeconds, Stage("relay"));
    }

    public void Refused(string source, int count)
    {
        if (count > 0) _refused.Add(count, new KeyValuePair<string, object?>("source", source));
    }

    public void Failed(string stage) => _failures.Add(1, Stage(stage));

    public void Throttled(int status) => _throttled.Add(1, new KeyValuePair<string, object?>("http.response.status_code", status));

    public void ObserveQueue(Func<int> depth) =>
        _meter.CreateObservableGauge("streaming.ingestion.queue.depth", depth, "{batch}", "Batches that wait for the raw store's writer");

    public void ObserveBacklog(Func<long> events, Func<long> notRelayed, Func<double> lagSeconds, Func<long> slotBytes)
    {
        _meter.CreateObservableGauge("streaming.ingestion.backlog", events, "{event}", "Events between raw_users and the tables");
        _meter.CreateObservableGauge("streaming.ingestion.relay.lag", notRelayed, "{event}", "Raw rows that are not in the log yet");
        _meter.CreateObservableGauge("streaming.ingestion.lag", lagSeconds, "s", "Age of the oldest event that a group has not read");
        _meter.CreateObservableGauge("streaming.ingestion.slot.lag", slotBytes, "By", "WAL that the replication slot holds back");
    }

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Stage(string stage) => new("stage", stage);
}
