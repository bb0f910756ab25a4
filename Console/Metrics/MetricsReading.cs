using System.Collections.Frozen;
using System.Globalization;

namespace Streaming.Console.Metrics;

/// <summary>What the console takes from a service's metrics.</summary>
/// <param name="RelayLag">Raw rows that are not in the log yet; null where the service does not tell.</param>
internal sealed record MetricsReading(Totals Totals, long? RelayLag)
{
    private const string RelayLagName = "streaming_ingestion_relay_lag";

    private static readonly FrozenDictionary<string, (Stage Stage, Flow Flow)[]> Counts = new Dictionary<string, (Stage, Flow)[]>
    {
        ["streaming_ingestion_events_accepted_total"] = [(Stage.Ingestion, Flow.In), (Stage.Ingestion, Flow.Out)],
        ["streaming_ingestion_events_duplicate_total"] = [(Stage.Ingestion, Flow.In), (Stage.Ingestion, Flow.Duplicate)],
        ["streaming_ingestion_events_refused_total"] = [(Stage.Ingestion, Flow.Rejected)],
        ["streaming_ingestion_events_published_total"] = [(Stage.Relay, Flow.In), (Stage.Relay, Flow.Out)],
        ["streaming_ingestion_events_rejected_total"] = [(Stage.Relay, Flow.In), (Stage.Relay, Flow.Rejected)],
        ["streaming_processor_events_in_total"] = [(Stage.Processor, Flow.In)],
        ["streaming_processor_events_out_total"] = [(Stage.Processor, Flow.Out)],
        ["streaming_processor_events_duplicate_total"] = [(Stage.Processor, Flow.Duplicate)],
        ["streaming_processor_events_rejected_total"] = [(Stage.Processor, Flow.Rejected)],
        ["streaming_sink_records_read_total"] = [(Stage.Sink, Flow.In)],
        ["streaming_sink_rows_upserted_total"] = [(Stage.Sink, Flow.Out)],
        ["streaming_sink_rows_stale_total"] = [(Stage.Sink, Flow.Duplicate)],
        ["streaming_sink_records_rejected_total"] = [(Stage.Sink, Flow.Rejected)],
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, (Stage, Flow)[]>.AlternateLookup<ReadOnlySpan<char>> CountsByName =
        Counts.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <exception cref="FormatException">The page is not in Prometheus' text format.</exception>
    public static MetricsReading Parse(ReadOnlySpan<char> page)
    {
        var totals = new Totals();
        long? relayLag = null;
        var reader = new PrometheusReader(page);
        while (reader.Read())
        {
            if (reader.Name.EndsWith("_total"))
            {
                if (!CountsByName.TryGetValue(reader.Name, out var flows)) continue;
                foreach (var (stage, flow) in flows) totals[stage, flow] += reader.Value;
            }
            else if (reader.Name.EndsWith("_duration_seconds_bucket"))
            {
                AddBucket(totals, reader);
            }
            else if (reader.Name.SequenceEqual(RelayLagName))
            {
                relayLag = (long)reader.Value;
            }
        }

        return new MetricsReading(totals, relayLag);
    }

    private static void AddBucket(Totals totals, in PrometheusReader reader)
    {
        Stage? stage = null;
        switch (reader.Name)
        {
            case "streaming_ingestion_batch_duration_seconds_bucket":
                stage = reader.Label("stage") == "relay" ? Stage.Relay : Stage.Ingestion;
                break;
            case "streaming_processor_batch_duration_seconds_bucket":
                stage = Stage.Processor;
                break;
            case "streaming_sink_batch_duration_seconds_bucket":
                stage = Stage.Sink;
                break;
            case "streaming_sink_end_to_end_duration_seconds_bucket":
                break;
            default:
                return;
        }

        if (BucketOf(reader.Label("le")) is { } bucket) totals.Latency(stage)[bucket] += reader.Value;
    }

    private static int? BucketOf(string? bound)
    {
        if (bound == "+Inf") return Totals.Bounds.Count;
        if (!double.TryParse(bound, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)) return null;
        for (var i = 0; i < Totals.Bounds.Count; i++)
        {
            if (Totals.Bounds[i] == seconds) return i;
        }

        return null;
    }
}
