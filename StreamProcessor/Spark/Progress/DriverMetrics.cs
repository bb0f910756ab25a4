using System.Text.Json;

namespace Streaming.StreamProcessor.Spark.Progress;

/// <summary>What the driver says of a query on its page of metrics, which Spark keeps where <c>spark.sql.streaming.metricsEnabled</c> is set.</summary>
/// <param name="StateRows">Entries of its state.</param>
internal sealed record DriverMetrics(long StateRows)
{
    public const string Path = "metrics/json/";

    /// <summary>Reads the page; null when it says nothing of the query (yet).</summary>
    /// <param name="query">The query's name; its gauges are called <c>….driver.spark.streaming.NAME.…</c>.</param>
    public static DriverMetrics? Parse(JsonElement page, string query)
    {
        foreach (var gauge in page.GetProperty("gauges").EnumerateObject())
        {
            if (gauge.Name.EndsWith($".spark.streaming.{query}.states-rowsTotal", StringComparison.Ordinal))
                return new DriverMetrics(gauge.Value.GetProperty("value").GetInt64());
        }

        return null;
    }
}
