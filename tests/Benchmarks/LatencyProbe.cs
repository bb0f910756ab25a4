using System.Collections.Concurrent;
using System.Diagnostics;
using Streaming.Tests.Harness;
using Streaming.Tests.Harness.Outcomes;

namespace Streaming.Tests.Benchmarks;

/// <summary>Time from sending a request to its rows being in <c>created_users</c>, at 1,000 events a second.</summary>
internal static class LatencyProbe
{
    public const int EventsPerSecond = 1_000;

    private const int Series = 3;
    private const int WarmUpSeries = 4;
    private const int EventsPerTick = 10;
    private const int TicksPerLook = 10;
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds((double)EventsPerTick / EventsPerSecond);

    /// <summary>Until the code of pushing is compiled as well as it will be.</summary>
    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(5);

    /// <summary>By which part a latency may be taken for too long: looking oftener would take the time that is being measured.</summary>
    private const double Error = 0.1;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>
    /// By the time of each row's commit, which is PostgreSQL's own (<c>pg_xact_commit_timestamp</c>): looking does not disturb what is looked at.
    /// </summary>
    public static async Task<(double P50Ms, double P99Ms)> MeasureAsync(RunningPipeline pipeline, TimeSpan time, CancellationToken cancellationToken)
    {
        var sent = new ConcurrentDictionary<Guid, DateTimeOffset>();
        await PushAsync(
            pipeline,
            Series,
            time,
            (first, _) =>
            {
                var now = TimeProvider.System.GetUtcNow();
                for (var number = first; number < first + EventsPerTick; number++) sent[SampleEvents.Id(Series, number)] = now;
                return Task.CompletedTask;
            },
            cancellationToken);
        return Percentiles(await LatenciesAsync(pipeline, sent, cancellationToken));
    }

    /// <summary>By looking for one row in a hundred until it is there, where the server does not tell when it took a row.</summary>
    public static async Task<(double P50Ms, double P99Ms)> MeasureByLookingAsync(
        RunningPipeline pipeline, RealServersOutcome outcome, TimeSpan time, CancellationToken cancellationToken)
    {
        var latencies = new ConcurrentBag<double>();
        await PushAsync(
            pipeline,
            WarmUpSeries,
            WarmUp,
            (first, _) => first % EventsPerSecond == 0 ? ArrivedAsync(WarmUpSeries, first) : Task.CompletedTask,
            cancellationToken);
        await PushAsync(
            pipeline,
            Series,
            time,
            async (first, sent) =>
            {
                if (first / EventsPerTick % TicksPerLook != 0) return;
                await ArrivedAsync(Series, first);
                latencies.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            },
            cancellationToken);
        return Percentiles([.. latencies.Order()]);

        async Task ArrivedAsync(int series, long number)
        {
            var started = Stopwatch.GetTimestamp();
            var elapsed = TimeSpan.Zero;
            while (!await outcome.HasUserAsync(SampleEvents.Id(series, number)) && (elapsed = Stopwatch.GetElapsedTime(started)) < Deadline)
                await Task.Delay(elapsed * Error > LookAgain ? elapsed * Error : LookAgain, cancellationToken);
        }
    }

    private static async Task PushAsync(RunningPipeline pipeline, int series, TimeSpan time, Func<long, long, Task> watch, CancellationToken cancellationToken)
    {
        using var client = pipeline.CreatePushClient();
        using var timer = new PeriodicTimer(Tick);
        var pending = new List<Task>();
        for (var first = 0L; first < time.TotalSeconds * EventsPerSecond && await timer.WaitForNextTickAsync(cancellationToken); first += EventsPerTick)
        {
            var lines = SampleEvents.Lines(series, first, EventsPerTick);
            pending.Add(watch(first, Stopwatch.GetTimestamp()));
            pending.Add(PushClient.SendAsync(client, lines, Deadline, cancellationToken: cancellationToken));
        }

        await Task.WhenAll(pending);
    }

    private static (double P50Ms, double P99Ms) Percentiles(List<double> sorted) => (sorted[sorted.Count / 2], sorted[sorted.Count * 99 / 100]);

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
