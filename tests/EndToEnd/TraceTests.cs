namespace Streaming.Tests.EndToEnd;

public sealed class TraceTests
{
    private const int Server = 2, Client = 3, Producer = 4, Consumer = 5;

    [PostgresFact]
    public async Task One_trace_runs_from_the_request_to_the_table()
    {
        await using var receiver = await TelemetryReceiver.StartAsync();
        await using var pipeline = await RunningPipeline.StartAsync(["--source", "none", "--no-dashboard", "--no-console"], Telemetry(receiver));
        var (sent, id) = ("POST /events", SampleEvents.Id(71, 1));
        await PushClient.SendAsync(pipeline.Push, SampleEvents.Lines(71, 1, 1), Wait.Limit);

        var chain = await ChainAsync(receiver, to: "upsert created_users", from: sent);

        Assert.Equal(1L, await pipeline.QueryAsync<long>($"select count(*) from created_users where id = '{id}'"));
        Assert.Equal(
            [
                ("sink", "upsert created_users", Client), ("processor", "process users_created", Consumer), ("ingestion", "publish users_created", Producer),
                ("ingestion", "insert raw_users", Client), ("ingestion", sent, Server),
            ],
            chain.Select(span => (span.Service, span.Name, span.Kind)));
        Assert.All(chain, span => Assert.Equal((chain[0].TraceId, false), (span.TraceId, span.Failed)));
        Assert.Equal("users_created", chain[2].Attributes["messaging.destination.name"]);
        Assert.Equal("processor", chain[1].Attributes["messaging.consumer.group.name"]);
        Assert.Equal("created_users", chain[0].Attributes["db.collection.name"]);

        // What the services do by themselves, at rest, is in no trace.
        Assert.All(receiver.Spans, span => Assert.Equal(chain[0].TraceId, span.TraceId));
    }

    [PostgresFact]
    public async Task One_trace_runs_from_the_fetch_to_the_table()
    {
        await using var receiver = await TelemetryReceiver.StartAsync();
        await using var pipeline = await RunningPipeline.StartAsync(["--no-dashboard", "--no-console"], Telemetry(receiver));

        var chain = await ChainAsync(receiver, to: "upsert created_users", from: "fetch page");

        Assert.Equal(
            ["upsert created_users", "process users_created", "publish users_created", "insert raw_users", "fetch page"], chain.Select(span => span.Name));
        await Wait.UntilAsync(
            () => receiver.Spans.Any(span => span.Service == "source" && span.TraceId == chain[0].TraceId), Wait.Limit, () => "the span of the source itself");
    }

    private static Dictionary<string, string> Telemetry(TelemetryReceiver receiver) =>
        new() { ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = receiver.Address, ["OTEL_BSP_SCHEDULE_DELAY"] = "200" };

    /// <summary>The spans from the one named <paramref name="to"/> up through its parents to the root, once that is <paramref name="from"/>.</summary>
    private static async Task<List<ReceivedSpan>> ChainAsync(TelemetryReceiver receiver, string to, string from)
    {
        var chain = new List<ReceivedSpan>();
        await Wait.UntilAsync(
            () => receiver.Spans.Where(span => span.Name == to).Any(last => (chain = Ancestry(receiver, last))[^1].Name == from),
            Wait.Limit,
            () => $"a trace from {from} to {to}; there are:\n{string.Join('\n', receiver.Spans)}");
        return chain;
    }

    private static List<ReceivedSpan> Ancestry(TelemetryReceiver receiver, ReceivedSpan span)
    {
        List<ReceivedSpan> chain = [span];
        while (receiver.Spans.FirstOrDefault(other => other.SpanId == chain[^1].ParentId) is { } parent) chain.Add(parent);
        return chain;
    }
}
