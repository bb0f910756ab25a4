using System.Diagnostics;
using System.Diagnostics.Metrics;
using Streaming.CassandraSink.Tables;
using Streaming.Pipeline.Telemetry;

namespace Streaming.CassandraSink;

/// <summary>What the sink measures, and the source of its spans.</summary>
internal sealed class SinkMetrics : IDisposable
{
    public const string Name = "Streaming.Sink";

    public static readonly ActivitySource Source = new(Name);

    private readonly Meter _meter;
    private readonly Counter<long> _read;
    private readonly Counter<long> _upserted;
    private readonly Counter<long> _stale;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _retries;
    private readonly UpDownCounter<long> _inFlight;
    private readonly Histogram<int> _batchSize;
    private readonly Histogram<double> _batchDuration;
    private readonly Histogram<double> _latency;
    private readonly Dictionary<string, KeyValuePair<string, object?>> _rules = [];

    public SinkMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _read = _meter.CreateCounter<long>("streaming.sink.records.read", "{record}", "Records read from the log");
        _upserted = _meter.CreateCounter<long>("streaming.sink.rows.upserted", "{row}", "Rows that changed a table");
        _stale = _meter.CreateCounter<long>("streaming.sink.rows.stale", "{row}", "Rows that the same or a newer version had made superfluous");
        _rejected = _meter.CreateCounter<long>("streaming.sink.records.rejected", "{record}", "Records appended to users_rejected, by rule");
        _retries = _meter.CreateCounter<long>("streaming.sink.retries", "{request}", "Requests that the tables' server failed, to be sent again");
        _inFlight = _meter.CreateUpDownCounter<long>("streaming.sink.rows.in_flight", "{row}", "Rows sent to the tables and not acknowledged yet");
        _batchSize = _meter.CreateHistogram<int>("streaming.sink.batch.size", "{row}", "Rows of one write");
        _batchDuration = _meter.CreateHistogram("streaming.sink.batch.duration", "s", "Time of one write", advice: Buckets.Seconds);
        _latency = _meter.CreateHistogram("streaming.sink.end_to_end.duration", "s", "From ingested_at to the acknowledged upsert", advice: Buckets.Seconds);
    }

    public void Read(int records) => _read.Add(records);

    public void Rejected(string rule)
    {
        if (!_rules.TryGetValue(rule, out var tag)) _rules.Add(rule, tag = new("rule", rule));
        _rejected.Add(1, tag);
    }

    public void Retried() => _retries.Add(1);

    public void Sending(int rows) => _inFlight.Add(rows);

    public void Returned(int rows) => _inFlight.Add(-rows);

    public void Written(int rows, WriteResult result, TimeSpan duration)
    {
        _upserted.Add(result.Upserted);
        _stale.Add(result.Stale);
        _batchSize.Record(rows);
        _batchDuration.Record(duration.TotalSeconds);
    }

    public void EndToEnd(List<long> ingestedAt, long nowMicros)
    {
        if (!_latency.Enabled) return;
        foreach (var micros in ingestedAt) _latency.Record((nowMicros - micros) / 1e6);
    }

    public void Dispose() => _meter.Dispose();
}
