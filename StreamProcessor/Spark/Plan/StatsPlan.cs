using Microsoft.Spark.Sql;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log.Kafka;
using static Microsoft.Spark.Sql.Functions;

namespace Streaming.StreamProcessor.Spark.Plan;

/// <summary>
/// From users_processed to the counts of users_stats: whoever is there is valid and normalised already, so four fields are all that is read. Events are
/// counted once however often they lie there: after a failure Spark writes a batch again. Which counts are final, and what was late, is
/// <see cref="Windows.WindowCloser"/>'s; what is behind the horizon is in no count, as in process.
/// </summary>
internal static class StatsPlan
{
    private static readonly string Schema =
        string.Join(", ", new[] { UserField.Id, UserField.IngestedAt, UserField.Nationality, UserField.Gender }.Select(field => $"{field.Name()} STRING"));

    /// <param name="processed">Rows as the Kafka source has them.</param>
    public static DataFrame Build(DataFrame processed, int stats, TimeSpan horizon) => processed
        .SelectExpr("partition", $"from_json({Sql.TextOf("value")}, {Sql.Text(Schema)}) AS parsed")
        .SelectExpr(
            "partition", "parsed.nationality", "parsed.gender", "CAST(parsed.ingested_at AS TIMESTAMP) AS ingested_at",
            "xxhash64(parsed.id, parsed.ingested_at) AS event")
        .WithWatermark("ingested_at", Sql.Interval(horizon))
        .GroupBy(Window(Col("ingested_at"), "1 minute").As("span"), Col("partition"), Col("nationality"), Col("gender"))
        .Agg(CollectSet(Col("event")).As("events"))
        .SelectExpr($"{Sql.MicrosText("span.start")} AS window_start", "partition", "nationality", "gender", "CAST(size(events) AS BIGINT) AS count")
        .SelectExpr(
            "CAST(concat_ws('|', window_start, nationality, gender, partition) AS BINARY) AS key",
            $"{Sql.Wire(stats, Sql.Json(Count))} AS value",
            $"array(named_struct('key', {Sql.Text(HeaderNames.RunId)}, 'value', CAST({Batch} AS BINARY))) AS headers");

    /// <summary>A <see cref="StatsRow"/>.</summary>
    private static readonly (string, string)[] Count =
    [
        ("window_start", "window_start"), ("nationality", "nationality"), ("gender", "gender"), ("partition", "partition"), ("count", "count"),
        ("late", "0"), ("final", "false"),
    ];

    /// <summary>What tells the rows of one micro-batch from those of the next; a batch that is written again has the same.</summary>
    private const string Batch = "concat('spark-', unix_millis(current_timestamp()))";
}
