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
    /// <summary>One of created_users, one of users_by_country.</summary>
    private const int RowsOfUser = 2;

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
            ["--source", "none", "--no-dashboard", "--no-console", "--cassandra-port", Peers.CassandraPort], servers: "processes");
        return await new ServersBenchmark(pipeline, events).MeasureAsync(latencyTime, cancellationToken);
    }

    private async Task<ServersFigures> MeasureAsync(TimeSpan latencyTime, CancellationToken cancellationToken)
    {
        // Cassandra's code is compiled while it runs: cold, it takes twice the time for a row, and the peers come last.
        var warmUp = _events / 2;
        await RawRows.InsertAsync(_pipeline.Database, series: 11, warmUp, cancellationToken);
        await StoredAsync(warmUp);

        _pipeline.Send(Signal.Stop, "processor", "sink");
        var relay = await RelayAsync(series: 12, cancellationToken);
        var started = CpuUse.Start(_pipeline);
        _pipeline.Send(Signal.Continue, "processor", "sink");
        var drained = await DrainAsync("sink");
        Console.WriteLine($"users_created to created_users: {drained:N0} events/s");
        started.Print(_events);

        _pipeline.Send(Signal.Stop, "sink");
        var end = await RawRows.InsertAsync(_pipeline.Database, series: 13, _events, cancellationToken);
        await RawRows.RelayedAsync(_pipeline.Database, end, Drain.Deadline);
        await Drain.CompleteAsync(_outcome, "processor");
        started = CpuUse.Start(_pipeline);
        _pipeline.Send(Signal.Continue, "sink");
        var sink = await DrainAsync("sink");
        Console.WriteLine($"users_processed to created_users and users_by_country: {sink:N0} users/s");
        started.Print(_events);
        await StoredAsync(warmUp + 2 * _events);

        started = CpuUse.Start(_pipeline);
        var (p50, p99) = await LatencyProbe.MeasureByLookingAsync(_pipeline, _outcome, latencyTime, cancellationToken);
        Console.WriteLine($"push to created_users: {p50:N1} ms p50, {p99:N1} ms p99");
        started.Print((int)(latencyTime + LatencyProbe.WarmUp).TotalSeconds * LatencyProbe.EventsPerSecond);

        _pipeline.Send(Signal.Stop, "ingestion", "processor", "sink");
        var peers = new Peers(_pipeline);
        var figures = new ServersFigures(
            drained, drained / await peers.SparkPipelineAsync(_events),
            sink, RowsOfUser * sink, RowsOfUser * sink / await peers.CassandraLimitAsync(_events),
            relay, relay / await peers.DebeziumAsync(_events),
            p50, p99);
        _pipeline.Send(Signal.Continue, "ingestion", "processor", "sink");
        return figures;
    }

    private async Task<double> RelayAsync(int series, CancellationToken cancellationToken)
    {
        var cpu = CpuUse.Start(_pipeline);
        var started = Stopwatch.GetTimestamp();
        var end = await RawRows.InsertAsync(_pipeline.Database, series, _events, cancellationToken);
        Console.WriteLine($"inserted after {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s");
        await RawRows.RelayedAsync(_pipeline.Database, end, Drain.Deadline);
        var rate = _events / Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine($"raw_users to users_created: {rate:N0} rows/s");
        cpu.Print(_events);
        return rate;
    }

    private async Task<double> DrainAsync(string group) => await Drain.MeasureAsync(
        _outcome, group, await _outcome.CommittedAsync(group), _events,
        async () => await _outcome.LagAsync("processor") == 0 && await _outcome.LagAsync(group) == 0);

    private Task StoredAsync(long users) => _outcome.ArrivedAsync(users, rejected: 0, Drain.Deadline, _pipeline.Tell);
}
