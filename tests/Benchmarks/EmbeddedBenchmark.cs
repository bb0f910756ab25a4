using System.Diagnostics;
using Streaming.Tests.Harness;

namespace Streaming.Tests.Benchmarks;

/// <summary>Pushes events into a pipeline on a fresh folder, waits for the last row and measures.</summary>
internal static class EmbeddedBenchmark
{
    private const int Clients = 4;
    private const int EventsPerRequest = 500;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    public static async Task<EmbeddedFigures> RunAsync(int events, TimeSpan latencyTime, bool withDashboard, CancellationToken cancellationToken)
    {
        Console.WriteLine("starting the pipeline on a fresh folder");
        await using var pipeline = await RunningPipeline.StartAsync(withDashboard ? ["--source", "none"] : ["--source", "none", "--no-dashboard"]);

        await PushAllAsync(pipeline, series: 1, events: Math.Min(20_000, events), cancellationToken);
        await RowsAsync(pipeline, 1, Math.Min(20_000, events), cancellationToken);

        Console.WriteLine($"pushing {events:N0} events");
        var cpu = CpuUse.Start(pipeline);
        var started = Stopwatch.GetTimestamp();
        await PushAllAsync(pipeline, series: 2, events, cancellationToken);
        Console.WriteLine($"accepted after {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s");
        await RowsAsync(pipeline, 2, events, cancellationToken);
        var rate = events / Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine($"stored after {events / rate:F1} s");
        cpu.Print(events);

        var memory = Memory(pipeline);
        Console.WriteLine($"pushing 1,000 events/s for {latencyTime.TotalSeconds:F0} s");
        var (p50, p99) = await LatencyProbe.MeasureAsync(pipeline, latencyTime, cancellationToken);

        // Last, since the relay has to read through all that the COPY writes to the WAL.
        var copyRate = await CopyLimit.MeasureAsync(pipeline.Database, cancellationToken);
        return new EmbeddedFigures(rate, copyRate, rate / copyRate, p50, p99, memory);
    }

    private static async Task PushAllAsync(RunningPipeline pipeline, int series, int events, CancellationToken cancellationToken)
    {
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            using var client = pipeline.CreatePushClient();
            while (Interlocked.Add(ref next, EventsPerRequest) - EventsPerRequest is var first && first < events)
            {
                var lines = SampleEvents.Lines(series, first, Math.Min(EventsPerRequest, events - first));
                await PushClient.SendAsync(client, lines, Deadline, cancellationToken: cancellationToken);
            }
        }, cancellationToken)));
    }

    private static async Task RowsAsync(RunningPipeline pipeline, int series, int events, CancellationToken cancellationToken)
    {
        // The last rows are looked for by their keys: counting a growing table over and over would be a load of its own.
        var last = Enumerable.Range(Math.Max(0, events - 5_000), Math.Min(events, 5_000)).Select(number => SampleEvents.Id(series, number)).ToArray();
        await Wait.UntilAsync(async () => await CountAsync(pipeline, last, cancellationToken) == last.Length, Deadline, () => "the last rows");

        var (lowest, highest) = (SampleEvents.Id(series, 0), SampleEvents.Id(series + 1, 0));
        await Wait.UntilAsync(async () => await CountRangeAsync(pipeline, lowest, highest, cancellationToken) == events, Deadline, () => "all rows");
    }

    private static async Task<long> CountAsync(RunningPipeline pipeline, Guid[] ids, CancellationToken cancellationToken)
    {
        await using var command = pipeline.Database.CreateCommand("select count(*) from created_users where id = any($1)");
        command.Parameters.Add(new() { Value = ids });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<long> CountRangeAsync(RunningPipeline pipeline, Guid from, Guid to, CancellationToken cancellationToken)
    {
        await using var command = pipeline.Database.CreateCommand("select count(*) from created_users where id >= $1 and id < $2");
        command.Parameters.Add(new() { Value = from });
        command.Parameters.Add(new() { Value = to });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static Dictionary<string, double> Memory(RunningPipeline pipeline) => pipeline.Endpoints.Resources
        .Where(resource => resource.Value.Pid is > 0 && ProcessTree.IsAlive(resource.Value.Pid.Value))
        .ToDictionary(
            resource => resource.Key,
            resource => Math.Round(resource.Key == "postgres"
                ? ProcessTree.ProportionalMemory(resource.Value.Pid!.Value)
                : ProcessTree.PeakMemory(resource.Value.Pid!.Value)));
}
