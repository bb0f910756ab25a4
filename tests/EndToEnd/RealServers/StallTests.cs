using Streaming.Tests.Harness.Servers;

namespace Streaming.Tests.EndToEnd.RealServers;

/// <summary>A server that hangs, or whose disk is full, slows its clients down: nothing is lost, and nothing grows for it.</summary>
public sealed class StallTests
{
    private const int EventsPerSecond = 1_000;
    private const double MemoryMargin = 150;
    private static readonly string[] Services = ["ingestion", "processor", "sink"];
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(60);

    [ServersFact(ServerHomes.Kafka, ServerHomes.Cassandra, ServerHomes.Apicurio)]
    public async Task A_server_that_hangs_for_a_minute_is_seen_as_429_and_nothing_is_lost()
    {
        await using var pipeline = await RunningPipeline.StartAsync(
            ["--source", "none"], new() { ["Ingestion__Push__MaxBacklog"] = "10000" }, servers: "processes");
        var load = SteadyLoad.Start(pipeline, series: 21, EventsPerSecond);
        await Wait.UntilAsync(async () => await pipeline.Outcome.UsersAsync() > 0, "the first rows");

        await HangAsync(pipeline, load, "kafka");
        await HangAsync(pipeline, load, "cassandra");

        var pushed = await load.StopAsync();
        await pipeline.Outcome.ArrivedAsync(pushed.Count, rejected: 0, Wait.Limit, pipeline.Tell);
        Assert.Equal(pushed.Order(), (await pipeline.Outcome.ReadUsersAsync()).Select(user => user.Id).Order());
        Assert.Empty(await pipeline.Outcome.RejectedAsync());
    }

    private static async Task HangAsync(RunningPipeline pipeline, SteadyLoad load, string server)
    {
        var pid = pipeline.Endpoints.Resources[server].Pid!.Value;
        var (throttled, memory) = (load.Throttled, Memory(pipeline));
        Signal.Send(pid, Signal.Stop);
        try
        {
            // The minute is the point: time-outs, sessions and time limits of transactions pass in it.
            await Task.Delay(Stall);
            Assert.True(load.Throttled > throttled, $"No 429 while {server} was stopped.");
            Assert.All(
                Services, service => Assert.True(Memory(pipeline)[service] < memory[service] + MemoryMargin, $"{service} grew while {server} was stopped."));
        }
        finally
        {
            Signal.Send(pid, Signal.Continue);
        }

        var sent = load.Sent;
        await Wait.UntilAsync(
            () => load.Sent > sent + EventsPerSecond, Wait.Limit, () => $"events to be accepted again after {server}; the AppHost printed:\n{pipeline.Tell()}");
    }

    private static Dictionary<string, double> Memory(RunningPipeline pipeline) => Services.ToDictionary(
        service => service, service => ProcessTree.ProportionalMemory(pipeline.Endpoints.Resources[service].Pid!.Value));
}
