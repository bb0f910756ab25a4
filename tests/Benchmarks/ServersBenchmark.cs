using System.Diagnostics;
using Streaming.Tests.Harness;
using Streaming.Tests.Harness.Outcomes;

namespace Streaming.Tests.Benchmarks;

/// <summary>
/// Measures the stages one after another on real servers: what comes after a stage is stopped (SIGSTOP) while it is measured, and all services while a
/// peer is. So each has the machine to itself.
/// </summary>
internal sealed class ServersBenchmark
{
    private const string CassandraPortOfPeers = "9042";

    /// <summary>One of created_users, one of users_by_country.</summary>
    private const int RowsOfUser = 2;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    /// <summary>Between two looks at a group's lag, which costs the broker and this client what the pipeline could use.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly RunningPipeline _pipeline;
    private readonly RealServersOutcome _outcome;
    private readonly int _events;

    private ServersBenchmark(RunningPipeline pipeline, int events)
    {
        _pipeline = pipeline;
        _outcome = (RealServersOutcome)pipeline.Outcome;
        _events = events;
    }

    public static async Task<ServersFigures> RunAsync(int events, TimeSpan latencyTime, CancellationToken cancellationToken)
    {
        Console.WriteLine("starting the pipeline and its servers on a fresh folder");
        await using var pipeline = await RunningPipeline.StartAsync(
            ["--source", "none", "--no-dashboard", "--cassandra-port", CassandraPortOfPeers], servers: "processes");
        return await new ServersBenchmark(pipeline, events).MeasureAsync(latencyTime, cancellationToken);
    }

    private async Task<ServersFigures> MeasureAsync(TimeSpan latencyTime, CancellationToken cancellationToken)
    {
        // Cassandra's code is compiled while it runs: cold, it takes twice the time for a row, and the peers come last.
        var warmUp = _events / 2;
        await RawRows.InsertAsync(_pipeline.Database, series: 11, warmUp, cancellationToken);
        await StoredAsync(warmUp);

        Send(Signal.Stop, "processor", "sink");
        var relay = await RelayAsync(series: 12, cancellationToken);
        var started = CpuUse.Start(_pipeline);
        Send(Signal.Continue, "processor", "sink");
        var drained = await DrainAsync("sink");
        Console.WriteLine($"users_created to created_users: {drained:N0} events/s");
        started.Print(_events);

        Send(Signal.Stop, "sink");
        var end = await RawRows.InsertAsync(_pipeline.Database, series: 13, _events, cancellationToken);
        await RawRows.RelayedAsync(_pipeline.Database, end, Deadline);
        await Wait.UntilAsync(async () => await _outcome.LagAsync("processor") == 0, Deadline, () => "the processor", Interval);
        started = CpuUse.Start(_pipeline);
        Send(Signal.Continue, "sink");
        var sink = await DrainAsync("sink");
        Console.WriteLine($"users_processed to created_users and users_by_country: {sink:N0} users/s");
        started.Print(_events);
        await StoredAsync(warmUp + 2 * _events);

        var (p50, p99) = await LatencyProbe.MeasureByLookingAsync(_pipeline, _outcome, latencyTime, cancellationToken);

        Console.WriteLine($"push to created_users: {p50:N1} ms p50, {p99:N1} ms p99");

        Send(Signal.Stop, "ingestion", "processor", "sink");
        var peers = new Peers(_pipeline);
        var figures = new ServersFigures(
            drained, drained / await peers.SparkPipelineAsync(_events),
            sink, RowsOfUser * sink, RowsOfUser * sink / await peers.CassandraLimitAsync(_events),
            relay, relay / await peers.DebeziumAsync(_events),
            p50, p99);
        Send(Signal.Continue, "ingestion", "processor", "sink");
        return figures;
    }

    private async Task<double> RelayAsync(int series, CancellationToken cancellationToken)
    {
        var cpu = CpuUse.Start(_pipeline);
        var started = Stopwatch.GetTimestamp();
        var end = await RawRows.InsertAsync(_pipeline.Database, series, _events, cancellationToken);
        Console.WriteLine($"inserted after {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s");
        await RawRows.RelayedAsync(_pipeline.Database, end, Deadline);
        var rate = _events / Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine($"raw_users to users_created: {rate:N0} rows/s");
        cpu.Print(_events);
        return rate;
    }

    /// <summary>Events a second from the first commit on, since a group that was stopped takes its time to come back, until nothing is left to read.</summary>
    private async Task<double> DrainAsync(string group)
    {
        var before = await _outcome.CommittedAsync(group);
        var first = before;
        await Wait.UntilAsync(async () => (first = await _outcome.CommittedAsync(group)) > before, Deadline, () => $"the group {group} to go on", Interval);
        var started = Stopwatch.GetTimestamp();
        await Wait.UntilAsync(
            async () => await _outcome.LagAsync("processor") == 0 && await _outcome.LagAsync(group) == 0, Deadline, () => $"the group {group}", Interval);
        var took = Stopwatch.GetElapsedTime(started);

        // Offsets count the markers of transactions too, so the part that was committed first is taken as a share.
        var all = await _outcome.CommittedAsync(group);
        return _events * (double)(all - first) / (all - before) / took.TotalSeconds;
    }

    private Task StoredAsync(long users) => _outcome.ArrivedAsync(users, rejected: 0, Deadline, _pipeline.Tell);

    private void Send(int signal, params string[] services)
    {
        foreach (var service in services) Signal.Send(_pipeline.Endpoints.Resources[service].Pid!.Value, signal);
    }
}
