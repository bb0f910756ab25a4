namespace Streaming.Tests.EndToEnd;

public sealed class MetricsTests
{
    private const int Events = 100;

    private static readonly (string Service, string Meter, string Name, string Unit)[] Moved =
    [
        ("ingestion", "Streaming.Ingestion", "streaming.ingestion.events.accepted", "{event}"),
        ("ingestion", "Streaming.Ingestion", "streaming.ingestion.events.duplicate", "{event}"),
        ("ingestion", "Streaming.Ingestion", "streaming.ingestion.events.published", "{event}"),
        ("ingestion", "Streaming.Ingestion", "streaming.ingestion.batch.size", "{event}"),
        ("ingestion", "Streaming.Ingestion", "streaming.ingestion.batch.duration", "s"),
        ("ingestion", "Streaming.Log", "streaming.log.append.duration", "s"),
        ("processor", "Streaming.Processor", "streaming.processor.events.in", "{event}"),
        ("processor", "Streaming.Processor", "streaming.processor.events.out", "{event}"),
        ("processor", "Streaming.Processor", "streaming.processor.batch.duration", "s"),
        ("processor", "Streaming.Log", "streaming.log.read.size", "{record}"),
        ("processor", "Streaming.Log", "streaming.log.commit.size", "{record}"),
        ("sink", "Streaming.Sink", "streaming.sink.rows.upserted", "{row}"),
        ("sink", "Streaming.Sink", "streaming.sink.end_to_end.duration", "s"),
        ("sink", "Streaming.Log", "streaming.log.commit.duration", "s"),
    ];

    private static readonly (string Service, string Name, string Unit)[] Told =
    [
        ("ingestion", "streaming.ingestion.backlog", "{event}"), ("ingestion", "streaming.ingestion.relay.lag", "{event}"),
        ("ingestion", "streaming.ingestion.lag", "s"),
        ("ingestion", "streaming.ingestion.queue.depth", "{batch}"), ("processor", "streaming.processor.watermark.lag", "s"),
        ("sink", "streaming.sink.rows.in_flight", "{row}"),
    ];

    [PostgresFact]
    public async Task Every_service_tells_what_went_through_it()
    {
        await using var receiver = await TelemetryReceiver.StartAsync();
        await using var pipeline = await RunningPipeline.StartAsync(
            ["--source", "none", "--no-dashboard", "--no-console"],
            new() { ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = receiver.Address, ["OTEL_METRIC_EXPORT_INTERVAL"] = "300" });
        for (var time = 0; time < 2; time++) await PushClient.SendAsync(pipeline.Push, SampleEvents.Lines(72, 0, Events), Wait.Limit);

        await Wait.UntilAsync(
            () => Moved.All(metric => Latest(receiver, metric) > 0) && Latest(receiver, Moved[^3]) >= Events, Wait.Limit,
            () => $"{string.Join(", ", Moved.Where(metric => !(Latest(receiver, metric) > 0)))} to move");

        Assert.Equal(Events, Latest(receiver, Moved[0]));
        Assert.Equal(Events, Latest(receiver, Moved[1]));
        var told = receiver.Measurements.Select(metric => (metric.Service, metric.Name, metric.Unit)).ToHashSet();
        Assert.All(Told, metric => Assert.Contains(metric, told));
    }

    private static long? Latest(TelemetryReceiver receiver, (string Service, string Meter, string Name, string Unit) wanted) =>
        receiver.Measurements.LastOrDefault(metric => (metric.Service, metric.Meter, metric.Name, metric.Unit) == wanted)?.Value;
}
