using Streaming.Tests.Harness.Servers;

namespace Streaming.Tests.EndToEnd.RealServers;

public sealed class SparkEngineTests
{
    private const int EventsPerSecond = 200;

    [ServersFact(ServerHomes.Kafka, ServerHomes.Cassandra, ServerHomes.Apicurio, ServerHomes.Spark)]
    public async Task Whatever_of_the_cluster_is_killed_nothing_is_lost_or_doubled()
    {
        await using var pipeline = await RunningPipeline.StartAsync(
            ["--source", "none", "--no-dashboard", "--no-console", "--engine", "spark", "--spark-workers", "2", "--spark-cores", "1", "--spark-memory", "512"],
            servers: "processes");
        var load = SteadyLoad.Start(pipeline, series: 51, EventsPerSecond);
        await MovesOnAsync(pipeline, load);
        foreach (var victim in new[] { "spark-worker-1", "spark-driver", "spark-master", "processor" })
        {
            pipeline.Send(Signal.Kill, victim);
            await MovesOnAsync(pipeline, load);
        }

        var pushed = await load.StopAsync();
        await pipeline.Outcome.ArrivedAsync(pushed.Count, rejected: 0, Wait.Limit, pipeline.Tell);
        Assert.Equal(pushed.Order(), (await pipeline.Outcome.ReadUsersAsync()).Select(user => user.Id).Order());
        Assert.Empty(await pipeline.Outcome.RejectedAsync());
        Assert.Equal(pushed.Count, await pipeline.Outcome.CountedAsync());
    }

    /// <summary>Whatever was pushed up to now, and a second's worth more, arrives.</summary>
    private static Task MovesOnAsync(RunningPipeline pipeline, SteadyLoad load) =>
        pipeline.Outcome.ArrivedAsync(load.Sent + EventsPerSecond, rejected: 0, Wait.Limit, pipeline.Tell);
}
