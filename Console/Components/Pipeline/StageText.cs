using Streaming.Console.Metrics;
using Streaming.Pipeline.Events;

namespace Streaming.Console.Components.Pipeline;

/// <summary>What the drawing and the list say of a stage.</summary>
internal static class StageText
{
    /// <summary>Where the page of a stage is.</summary>
    public static string Address(Stage stage) => stage switch
    {
        Stage.Ingestion => "runs",
        Stage.Relay => Links.Topic(Topics.UsersCreated.Name),
        Stage.Processor => Links.Topic(Topics.UsersProcessed.Name),
        _ => "tables",
    };

    public static string Does(Stage stage) => stage switch
    {
        Stage.Ingestion => "Pull and push API to raw_users",
        Stage.Relay => "raw_users to users_created",
        Stage.Processor => "users_created to users_processed and users_stats",
        _ => "users_processed and users_stats to the tables",
    };

    public static string State(StageReport report) => StageStates.Name(report.State);

    public static string In(StageReport report) => $"{Words.Rate(report.Rates[Flow.In])}/s";

    public static string Out(StageReport report)
    {
        var text = $"{Words.Rate(report.Rates[Flow.Out])}/s";
        if (report.Rates[Flow.Duplicate] > 0) text += $", duplicate {Words.Rate(report.Rates[Flow.Duplicate])}/s";
        if (report.Rates[Flow.Rejected] > 0) text += $", rejected {Words.Rate(report.Rates[Flow.Rejected])}/s";
        return text;
    }

    public static string Lag(StageReport report)
    {
        if (report.Stage == Stage.Ingestion) return "none, as it reads from outside";
        if (report.Lag is not { } lag) return Words.Unknown;
        var records = lag.Records == 1 ? "1 record" : $"{Words.Count(lag.Records)} records";
        return lag.Since is { } since ? $"{records}, {Words.Duration(since)}" : records;
    }

    public static string ShortLag(StageReport report) => report.Stage == Stage.Ingestion ? "" : $"lag {Lag(report)}";

    public static string Latency(Percentiles? latency) => latency is null
        ? "none in the last minute"
        : $"p50 {Words.Duration(latency.P50)}, p95 {Words.Duration(latency.P95)}, p99 {Words.Duration(latency.P99)}";

    public static string ShortLatency(Percentiles? latency) =>
        latency is null ? "" : $"p50 {Words.Duration(latency.P50)}, p99 {Words.Duration(latency.P99)}";

    public static string Instances(StageReport report) =>
        report.Answering == report.Instances ? $"{report.Instances}" : $"{report.Answering} of {report.Instances} answer";
}
