using System.Collections.Concurrent;
using Streaming.Tests.Harness;

namespace Streaming.Tests.Benchmarks;

/// <summary>
/// Time from sending a request to the commit of its rows in <c>created_users</c>, at 1,000 events a second. The commit's time is the server's own
/// (<c>pg_xact_commit_timestamp</c>), so looking does not disturb what is looked at.
/// </summary>
internal static class LatencyProbe
{
    private const int Series = 3;
    private const int EventsPerTick = 10;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public static async Task<(double P50Ms, double P99Ms)> MeasureAsync(RunningPipeline pipeline, TimeSpan time, CancellationToken cancellationToken)
    {
        var sent = new ConcurrentDictionary<Guid, DateTimeOffset>();
        using var client = pipeline.CreatePushClient();
        using var timer = new PeriodicTimer(Tick);
        var requests = new List<Task>();
        for (var first = 0L; first < time.TotalSeconds * 1000 && await timer.WaitForNextTickAsync(cancellationToken); first += EventsPerTick)
        {
            var lines = SampleEvents.Lines(Series, first, EventsPerTick);
            var now = TimeProvider.System.GetUtcNow();
            for (var number = first; number < first + EventsPerTick; number++) sent[SampleEvents.Id(Series, number)] = now;
            requests.Add(PushClient.SendAsync(client, lines, Deadline, cancellationToken));
        }

        await Task.WhenAll(requests);
        var latencies = await LatenciesAsync(pipeline, sent, cancellationToken);
        return (latencies[latencies.Count / 2], latencies[latencies.Count * 99 / 100]);
    }

    private static async Task<List<double>> LatenciesAsync(
        RunningPipeline pipeline, ConcurrentDictionary<Guid, DateTimeOffset> sent, CancellationToken cancellationToken)
    {
        List<double> latencies = [];
        await Wait.UntilAsync(
            async () =>
            {
                latencies.Clear();
                await using var command = pipeline.Database.CreateCommand("select id, pg_xact_commit_timestamp(xmin) from created_users where id = any($1)");
                command.Parameters.Add(new() { Value = sent.Keys.ToArray() });
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                while (await reader.ReadAsync(cancellationToken))
                {
                    latencies.Add((reader.GetFieldValue<DateTimeOffset>(1) - sent[reader.GetGuid(0)]).TotalMilliseconds);
                }

                return latencies.Count == sent.Count;
            },
            Deadline,
            () => $"{sent.Count - latencies.Count} rows");
        latencies.Sort();
        return latencies;
    }
}
