using Streaming.Pipeline.Events;
using Streaming.StreamProcessor.Spark;
using Streaming.StreamProcessor.Spark.Progress;
using Streaming.Tests.Harness;
using Streaming.Tests.Harness.Outcomes;

namespace Streaming.Tests.Benchmarks;

/// <summary>
/// Both engines on the same records of <c>users_created</c>: first the one in process; then the group is set back, and the pipeline started again on the
/// same data with a Spark cluster. All other services stand still (SIGSTOP) meanwhile, and so do all of them for the peer.
/// </summary>
internal sealed class SparkBenchmark(string folder, int events)
{
    /// <summary>Batches small enough for the first to be a small part of the whole: that one's code is not compiled yet.</summary>
    private static readonly Dictionary<string, string> Batches = new() { ["Processor__Spark__MaxOffsetsPerTrigger"] = "50000" };

    public static async Task<SparkFigures> RunAsync(int events, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("streaming-benchmark-").FullName;
        try
        {
            var benchmark = new SparkBenchmark(folder, events);
            var (inProcess, peer, start) = await benchmark.InProcessAsync(cancellationToken);
            var spark = await benchmark.SparkAsync(start);
            return new SparkFigures(spark, inProcess, peer, spark / peer);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<(double Rate, double Peer, long Start)> InProcessAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine("starting the pipeline and its servers on a fresh folder");
        await using var pipeline = await StartAsync("inprocess");
        var outcome = (RealServersOutcome)pipeline.Outcome;
        await RawRows.InsertAsync(pipeline.Database, series: 21, events / 2, cancellationToken);
        await outcome.ArrivedAsync(events / 2, rejected: 0, Drain.Deadline, pipeline.Tell);

        pipeline.Send(Signal.Stop, "processor", "sink");
        var start = await outcome.PositionsAsync(Groups.Processor.Group);
        var before = start.Sum(offset => offset.Offset.Value);
        var end = await RawRows.InsertAsync(pipeline.Database, series: 22, events, cancellationToken);
        await RawRows.RelayedAsync(pipeline.Database, end, Drain.Deadline);
        var cpu = CpuUse.Start(pipeline);
        pipeline.Send(Signal.Continue, "processor");
        var rate = await Drain.MeasureAsync(outcome, Groups.Processor.Group, before, events, async () => await outcome.LagAsync(Groups.Processor.Group) == 0);
        Console.WriteLine($"in process: {rate:N0} events/s");
        cpu.Print(events);

        pipeline.Send(Signal.Stop, "ingestion", "processor");
        var peer = await new Peers(pipeline).SparkPipelineAsync(events);
        await outcome.SetBackAsync(Groups.Processor.Group, start);
        return (rate, peer, before);
    }

    private async Task<double> SparkAsync(long before)
    {
        Console.WriteLine("starting the same with a Spark cluster");
        await using var pipeline = await StartAsync("spark");
        pipeline.Send(Signal.Stop, "ingestion", "sink");
        var outcome = (RealServersOutcome)pipeline.Outcome;
        var cpu = CpuUse.Start(pipeline);
        var rate = await Drain.MeasureAsync(outcome, Groups.Processor.Group, before, events, () => IsDoneAsync(outcome));
        Console.WriteLine($"spark: {rate:N0} events/s");
        cpu.Print(events);
        pipeline.Send(Signal.Continue, "ingestion", "sink");
        return rate;
    }

    private async Task<bool> IsDoneAsync(RealServersOutcome outcome)
    {
        if (await outcome.LagAsync(Groups.Processor.Group) > 0 || await outcome.LagAsync(Groups.Irregular.Group) > 0) return false;

        var checkpoint = new SparkOptions { Checkpoint = Path.Combine(folder, "spark-checkpoint") };
        if (Checkpoint.Of(checkpoint, SparkQueries.Stats, Topics.UsersProcessed.Name)!.TakeCommitted() is not [var counted]) return false;
        var ends = await outcome.EndsAsync(Topics.UsersProcessed.Name, Topics.UsersProcessed.Partitions);
        return ends.All(end => counted.Next.GetValueOrDefault(end.Key) >= end.Value);
    }

    private Task<RunningPipeline> StartAsync(string engine) => RunningPipeline.StartAsync(
        ["--source", "none", "--no-dashboard", "--no-console", "--engine", engine, "--cassandra-port", Peers.CassandraPort],
        Batches, folder, servers: "processes");
}
