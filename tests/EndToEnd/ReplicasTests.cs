namespace Streaming.Tests.EndToEnd;

public sealed class ReplicasTests
{
    private const int EventsPerSecond = 500;
    private static readonly string[] Instances = ["processor", "processor-2", "processor-3", "sink", "sink-2", "sink-3"];

    [Fact]
    public async Task Instances_share_the_work_and_the_others_go_on_when_some_are_killed()
    {
        await using var pipeline = await RunningPipeline.StartAsync(["--source", "none", "--no-dashboard", "--no-console", "--replicas", "3"]);
        var first = Instances.Select(instance => pipeline.Endpoints.Resources[instance].Pid!.Value).ToList();
        Assert.Distinct(first);

        var load = SteadyLoad.Start(pipeline, series: 41, EventsPerSecond);
        await MovesOnAsync(pipeline, load);
        foreach (var pid in first.Where((_, index) => index % 3 < 2)) Signal.Send(pid, Signal.Kill);
        await MovesOnAsync(pipeline, load);
        await Wait.UntilAsync(
            () => Instances.All(instance => pipeline.Endpoints.Resources[instance].Pid is not null), Wait.Limit, pipeline.Tell);

        var pushed = await load.StopAsync();
        await pipeline.Outcome.ArrivedAsync(pushed.Count, rejected: 0, Wait.Limit, pipeline.Tell);
        Assert.Equal(pushed.Order(), (await pipeline.Outcome.ReadUsersAsync()).Select(user => user.Id).Order());
        Assert.Empty(await pipeline.Outcome.RejectedAsync());
        Assert.Equal(pushed.Count, await pipeline.Outcome.CountedAsync());
    }

    private static Task MovesOnAsync(RunningPipeline pipeline, SteadyLoad load) =>
        pipeline.Outcome.ArrivedAsync(load.Sent + EventsPerSecond, rejected: 0, Wait.Limit, pipeline.Tell);
}
