using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Console.Metrics;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.Tests.Unit.SampleSource;

namespace Streaming.Tests.Unit.Console.Metrics;

public sealed class PipelineFeedTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly ManualTime _time = new();
    private readonly Services _services = new();
    private readonly PipelineFeed _feed;
    private Func<IReadOnlyList<GroupOffset>> _groups = () => [];

    public PipelineFeedTests()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["services:ingestion:http:0"] = "http://ingestion",
            ["services:sink:http:0"] = "http://sink",
            ["services:sink:http:1"] = "http://sink-2",
        }).Build();
        var clients = new ServiceCollection().AddHttpClient(PipelineFeed.Client).ConfigurePrimaryHttpMessageHandler(() => _services).Services
            .BuildServiceProvider().GetRequiredService<IHttpClientFactory>();
        _feed = new PipelineFeed(configuration, clients, new GroupLags(_ => Task.Run(_groups), _time), _time, NullLogger<PipelineFeed>.Instance);
    }

    [Fact]
    public async Task What_the_instances_of_a_service_count_adds_up_and_a_restart_takes_nothing_away()
    {
        _services.Metrics["sink"] = "streaming_sink_records_read_total 1000";
        _services.Metrics["sink-2"] = "streaming_sink_records_read_total 5000";
        var first = await TurnAsync();
        _services.Metrics["sink"] = "streaming_sink_records_read_total 1100";
        _services.Metrics["sink-2"] = "streaming_sink_records_read_total 50";
        var second = await TurnAsync(after: TimeSpan.FromSeconds(10));

        Assert.Equal(0, Sink(first).Rates[Flow.In]);
        Assert.Equal(15, Sink(second).Rates[Flow.In]);
        Assert.Equal((StageState.Running, 2, 2), (Sink(second).State, Sink(second).Instances, Sink(second).Answering));
        Assert.Equal(StageState.NotReachable, second.Stages[(int)Stage.Processor].State);
    }

    [Fact]
    public async Task A_stage_that_is_gone_has_a_lag_all_the_same()
    {
        _groups = () => [new GroupOffset(Groups.Sink.Group, new TopicPartition("users_processed", 0), 10, 30, _time.GetUtcNow().AddSeconds(-4))];
        _services.Gone.UnionWith(["sink", "sink-2"]);

        var report = Sink(await TurnAsync());

        Assert.Equal(StageState.NotReachable, report.State);
        Assert.Equal((20, TimeSpan.FromSeconds(4)), (report.Lag!.Value.Records, report.Lag.Value.Since));
    }

    [Fact]
    public async Task A_group_that_commits_nothing_is_stuck()
    {
        var committed = 10L;
        _groups = () => [new GroupOffset(Groups.Sink.Group, new TopicPartition("users_processed", 0), committed, 30, null)];

        Assert.Equal(StageState.Running, Sink(await TurnAsync()).State);
        Assert.Equal(StageState.Stuck, Sink(await TurnAsync(StageStates.StuckAfter)).State);
        committed++;
        Assert.Equal(StageState.Running, Sink(await TurnAsync(after: TimeSpan.FromSeconds(2))).State);
    }

    [Fact]
    public async Task A_log_that_is_down_is_told_and_the_rest_goes_on()
    {
        _groups = () => throw new LogUnavailableException("no broker", new IOException());

        var snapshot = await TurnAsync();

        Assert.Equal("no broker", snapshot.LogFault);
        Assert.Null(Sink(snapshot).Lag);
        Assert.Equal(StageState.Idle, Sink(snapshot).State);
        _groups = () => [];
        Assert.Null((await TurnAsync(after: TimeSpan.FromSeconds(2))).LogFault);
    }

    [Fact]
    public async Task A_check_that_fails_concerns_the_stage_that_it_is_of()
    {
        _services.Unhealthy["ingestion"] = "relay";

        var snapshot = await TurnAsync();

        Assert.Equal(StageState.Idle, snapshot.Stages[(int)Stage.Ingestion].State);
        Assert.Equal((StageState.Failed, "relay: lost"), (snapshot.Stages[(int)Stage.Relay].State, snapshot.Stages[(int)Stage.Relay].Why));
    }

    [Fact]
    public async Task An_instance_that_hangs_holds_nobody_up()
    {
        _services.Hanging.Add("sink-2");

        var turn = _feed.TurnAsync(CancellationToken.None);
        await _services.Hangs.Task.WaitAsync(Deadline);
        _time.Advance(TimeSpan.FromSeconds(1));
        await turn.WaitAsync(Deadline);

        Assert.Equal((StageState.Idle, 1), (Sink(await LatestAsync()).State, Sink(await LatestAsync()).Answering));
    }

    [Fact]
    public async Task Those_who_watch_get_the_same_snapshot_and_then_the_next()
    {
        await TurnAsync();
        await using var one = _feed.WatchAsync(CancellationToken.None).GetAsyncEnumerator();
        await using var other = _feed.WatchAsync(CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await one.MoveNextAsync() && await other.MoveNextAsync());
        Assert.Same(one.Current, other.Current);

        var next = one.MoveNextAsync();
        Assert.False(next.IsCompleted);
        var latest = await TurnAsync(after: TimeSpan.FromSeconds(2));

        Assert.True(await next.AsTask().WaitAsync(Deadline));
        Assert.Same(latest, one.Current);
        Assert.Same(other.Current.Charts, latest.Charts);
    }

    public void Dispose()
    {
        _feed.Dispose();
        _services.Dispose();
    }

    private static StageReport Sink(PipelineSnapshot snapshot) => snapshot.Stages[(int)Stage.Sink];

    private async Task<PipelineSnapshot> TurnAsync(TimeSpan after = default)
    {
        _time.Advance(after);
        await _feed.TurnAsync(CancellationToken.None).WaitAsync(Deadline);
        return await LatestAsync();
    }

    private async Task<PipelineSnapshot> LatestAsync()
    {
        await foreach (var snapshot in _feed.WatchAsync(CancellationToken.None)) return snapshot;
        throw new InvalidOperationException("The feed has ended.");
    }

    /// <summary>The services' far ends, by host.</summary>
    private sealed class Services : HttpMessageHandler
    {
        public Dictionary<string, string> Metrics { get; } = [];

        public Dictionary<string, string> Unhealthy { get; } = [];

        public HashSet<string> Gone { get; } = [];

        public HashSet<string> Hanging { get; } = [];

        public TaskCompletionSource Hangs { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var host = request.RequestUri!.Host;
            if (Gone.Contains(host)) throw new HttpRequestException("Connection refused");
            if (Hanging.Contains(host))
            {
                Hangs.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            if (request.RequestUri.AbsolutePath == "/metrics") return Answer(HttpStatusCode.OK, Metrics.GetValueOrDefault(host, ""));
            return Unhealthy.TryGetValue(host, out var check)
                ? Answer(HttpStatusCode.ServiceUnavailable, $$"""{ "checks": { "{{check}}": { "status": "Unhealthy", "description": "lost" } } }""")
                : Answer(HttpStatusCode.OK, """{"checks":{"self":{"status":"Healthy","description":null}}}""");
        }

        private static HttpResponseMessage Answer(HttpStatusCode status, string body) => new(status) { Content = new StringContent(body) };
    }
}
