namespace Streaming.Console.Metrics;

/// <summary>The pipeline as it is now. One object for all who look; it never changes.</summary>
/// <param name="EndToEnd">From ingested_at to the row in the table, within the last minute.</param>
/// <param name="LogFault">Why lags are not known; null if they are.</param>
/// <param name="Charts">Drawn when somebody looks, and again only when ten seconds have gone by.</param>
public sealed record PipelineSnapshot(
    DateTimeOffset At, IReadOnlyList<StageReport> Stages, Percentiles? EndToEnd, string? LogFault, Lazy<PipelineCharts> Charts);

/// <summary>One stage: rates of the last seconds, latency of the last minute.</summary>
/// <param name="Rates">Events a second.</param>
/// <param name="Latency">Of one batch of the stage.</param>
public sealed record StageReport(
    Stage Stage, StageState State, string Why, IReadOnlyDictionary<Flow, double> Rates, Lag? Lag, Percentiles? Latency, int Instances, int Answering);
