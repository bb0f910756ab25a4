using Streaming.Tests.Harness.Outcomes;
using Streaming.Tests.Harness.Servers;

namespace Streaming.Tests.EndToEnd.RealServers;

public sealed class RebalanceTests
{
    /// <summary>What a Cassandra that compiles itself carries beside all these instances on two cores: a lag is then the rebalance's own.</summary>
    private const int EventsPerSecond = 400;

    private static readonly TimeSpan CatchUp = TimeSpan.FromSeconds(30);

    [ServersFact(ServerHomes.Kafka, ServerHomes.Cassandra, ServerHomes.Apicurio)]
    public async Task From_one_instance_to_three_and_back_nothing_is_lost_or_doubled_and_the_lag_goes()
    {
        await using var pipeline = await RunningPipeline.StartAsync(["--source", "none"], servers: "processes");
        var load = SteadyLoad.Start(pipeline, series: 31, EventsPerSecond);
        await MovesOnAsync(pipeline, load);

        await using (var processors = new Instances(pipeline, "processor"))
        await using (var sinks = new Instances(pipeline, "sink"))
        {
            await MovesOnAsync(pipeline, load);
            await processors.LeaveAsync();
            await sinks.LeaveAsync();
            await MovesOnAsync(pipeline, load);
        }

        var pushed = await load.StopAsync();
        await Wait.UntilAsync(async () => await ((RealServersOutcome)pipeline.Outcome).LagAsync() == 0, "no lag", CatchUp);
        await pipeline.Outcome.ArrivedAsync(pushed.Count, rejected: 0, CatchUp, pipeline.Tell);
        Assert.Equal(pushed.Order(), (await pipeline.Outcome.ReadUsersAsync()).Select(user => user.Id).Order());
        Assert.Empty(await pipeline.Outcome.RejectedAsync());
        Assert.Equal(pushed.Count, await pipeline.Outcome.CountedAsync());
    }

    /// <summary>Whatever was pushed up to now arrives while more is pushed.</summary>
    private static Task MovesOnAsync(RunningPipeline pipeline, SteadyLoad load) =>
        pipeline.Outcome.ArrivedAsync(load.Sent + 3 * EventsPerSecond, rejected: 0, Wait.Limit, pipeline.Tell);

    /// <summary>Two more instances of a service: one leaves its group in order, the other is killed.</summary>
    private sealed class Instances(RunningPipeline pipeline, string service) : IAsyncDisposable
    {
        private readonly ServiceInstance _leaving = ServiceInstance.StartLike(pipeline.Endpoints.Resources[service].Pid!.Value);
        private readonly ServiceInstance _dying = ServiceInstance.StartLike(pipeline.Endpoints.Resources[service].Pid!.Value);

        public async Task LeaveAsync()
        {
            await _leaving.StopAsync();
            await _dying.KillAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await _leaving.DisposeAsync();
            await _dying.DisposeAsync();
        }
    }
}
