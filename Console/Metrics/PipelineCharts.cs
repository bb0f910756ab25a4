using Streaming.Console.Components.Charts;

namespace Streaming.Console.Metrics;

/// <summary>The last half hour in lines, at steps of ten seconds.</summary>
/// <param name="Latencies">By what they are of: the way from end to end, and each stage's batch.</param>
public sealed record PipelineCharts(LineChartModel Throughput, LineChartModel Lag, IReadOnlyDictionary<string, LineChartModel> Latencies)
{
    public const string EndToEnd = "End to end";

    public static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    private static readonly int Steps = (int)(SampleRing.Span / Step);

    internal static PipelineCharts Of(IReadOnlyList<Sample> samples)
    {
        var at = AtSteps(samples);
        var latencies = Stages.All.ToDictionary(stage => stage.ToString(), stage => Latency($"Latency of a batch, {stage}", at, stage));
        latencies.Add(EndToEnd, Latency("Latency from ingestion to the table", at, stage: null));
        return new PipelineCharts(
            LineChartModel.Of(
                "Throughput by stage, events a second",
                [.. Stages.All.Select(stage => (stage.ToString(), Between(at, (earlier, later) => Rate(earlier, later, stage))))],
                value => $"{Words.Rate(value)}/s"),
            LineChartModel.Of(
                "Lag by stage, events",
                [.. Stages.All.Skip(1).Select(stage => (stage.ToString(), Between(at, (_, later) => later.Lags[(int)stage]?.Records)))],
                value => Words.Count(value)),
            latencies);
    }

    private static LineChartModel Latency(string title, Sample?[] at, Stage? stage)
    {
        var percentiles = new Percentiles?[Steps];
        for (var i = 0; i < Steps; i++)
        {
            if (at[i] is { } earlier && at[i + 1] is { } later) percentiles[i] = Percentiles.Of(later.Totals.Since(earlier.Totals).Latency(stage));
        }

        return LineChartModel.Of(
            title,
            [
                ("p50", [.. percentiles.Select(all => all?.P50.TotalSeconds)]),
                ("p95", [.. percentiles.Select(all => all?.P95.TotalSeconds)]),
                ("p99", [.. percentiles.Select(all => all?.P99.TotalSeconds)]),
            ],
            seconds => Words.Duration(TimeSpan.FromSeconds(seconds)));
    }

    private static double? Rate(Sample earlier, Sample later, Stage stage) =>
        (later.Totals[stage, Flow.In] - earlier.Totals[stage, Flow.In]) / (later.At - earlier.At).TotalSeconds;

    private static double?[] Between(Sample?[] at, Func<Sample, Sample, double?> value)
    {
        var values = new double?[Steps];
        for (var i = 0; i < Steps; i++)
        {
            if (at[i] is { } earlier && at[i + 1] is { } later && later.At > earlier.At) values[i] = value(earlier, later);
        }

        return values;
    }

    // The newest sample at each step's end, if it is not older than two steps: what was not looked at is a gap.
    private static Sample?[] AtSteps(IReadOnlyList<Sample> samples)
    {
        var at = new Sample?[Steps + 1];
        if (samples.Count == 0) return at;

        var next = 0;
        for (var step = 0; step <= Steps; step++)
        {
            var end = samples[^1].At - (Steps - step) * Step;
            while (next < samples.Count && samples[next].At <= end) next++;
            if (next > 0 && end - samples[next - 1].At < 2 * Step) at[step] = samples[next - 1];
        }

        return at;
    }
}
