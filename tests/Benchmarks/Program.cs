using System.CommandLine;
using Streaming.Tests.Benchmarks;

var events = new Option<int>("--events") { Description = "How many events are pushed at full rate.", DefaultValueFactory = _ => 300_000 };
var json = new Option<FileInfo?>("--json") { Description = "Also writes the figures to this file, as one JSON object." };
var seconds = new Option<int>("--latency-seconds")
{
    Description = "How long events are pushed at 1,000 a second to measure latency.",
    DefaultValueFactory = _ => 20,
};

var noDashboard = new Option<bool>("--no-dashboard") { Description = "Without the Aspire dashboard: no telemetry is sent, which shows what it costs." };

var embedded = new Command("embedded", "The whole pipeline on the embedded servers: push API to created_users.") { events, json, seconds, noDashboard };
embedded.SetAction(async (parsed, cancellationToken) =>
{
    var latencyTime = TimeSpan.FromSeconds(parsed.GetValue(seconds));
    var figures = await EmbeddedBenchmark.RunAsync(parsed.GetValue(events), latencyTime, !parsed.GetValue(noDashboard), cancellationToken);
    await FiguresFile.ReportAsync(figures, parsed.GetValue(json), cancellationToken);
});

var servers = new Command("servers", "The pipeline on real servers, stage by stage, beside its peers on the same servers.") { events, json, seconds };
servers.SetAction(async (parsed, cancellationToken) =>
{
    var figures = await ServersBenchmark.RunAsync(parsed.GetValue(events), TimeSpan.FromSeconds(parsed.GetValue(seconds)), cancellationToken);
    await FiguresFile.ReportAsync(figures, parsed.GetValue(json), cancellationToken);
});

var spark = new Command("spark", "Both engines on the same records, beside the tutorial's way.") { events, json };
spark.SetAction(async (parsed, cancellationToken) =>
{
    var figures = await SparkBenchmark.RunAsync(parsed.GetValue(events), cancellationToken);
    await FiguresFile.ReportAsync(figures, parsed.GetValue(json), cancellationToken);
});

var benchmarks = new RootCommand("Streaming's benchmarks. Run them with -c Release and nothing else on the machine.")
{
    embedded, servers, spark, SinkCommand.Create(),
};
return await benchmarks.Parse(args).InvokeAsync();
