namespace Streaming.Tests.Benchmarks;

/// <summary>What one run on real servers measured; each peer ran on the same servers, afterwards.</summary>
/// <param name="PipelineEventsPerSecond">From <c>users_created</c> to <c>created_users</c>, once the first has arrived.</param>
/// <param name="PipelineRatio">To <c>peers spark-pipeline</c>.</param>
/// <param name="SinkUsersPerSecond">From <c>users_processed</c> to the tables.</param>
/// <param name="SinkRowsPerSecond">The same in rows: each user is one in <c>created_users</c>, of 22 columns, and one in <c>users_by_country</c>.</param>
/// <param name="SinkRatio">Of the rows to the better line of <c>peers cassandra-limit</c>, which writes rows of 11 columns into one table.</param>
/// <param name="RelayRowsPerSecond">From the insert into <c>raw_users</c> to the last record in <c>users_created</c>.</param>
/// <param name="RelayRatio">To <c>peers debezium</c>.</param>
/// <param name="P50Ms">Send of the request to the row in <c>created_users</c>, at 1,000 events a second.</param>
/// <param name="P99Ms">As <paramref name="P50Ms"/>.</param>
internal sealed record ServersFigures(
    double PipelineEventsPerSecond, double PipelineRatio, double SinkUsersPerSecond, double SinkRowsPerSecond, double SinkRatio,
    double RelayRowsPerSecond, double RelayRatio, double P50Ms, double P99Ms) : IFigures
{
    public void Print()
    {
        Console.WriteLine($"pipeline     {PipelineEventsPerSecond,10:N0} events/s, {PipelineRatio:F2} x spark-pipeline");
        Console.WriteLine($"sink         {SinkRowsPerSecond,10:N0} rows/s, {SinkRatio:F2} x cassandra-limit; {SinkUsersPerSecond:N0} users/s");
        Console.WriteLine($"relay        {RelayRowsPerSecond,10:N0} rows/s, {RelayRatio:F2} x debezium");
        Console.WriteLine($"latency      {P50Ms,10:F1} ms p50, {P99Ms:F1} ms p99, at 1,000 events/s");
    }
}
