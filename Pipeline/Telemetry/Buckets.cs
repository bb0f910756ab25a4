using System.Diagnostics.Metrics;

namespace Streaming.Pipeline.Telemetry;

/// <summary>Bounds for histograms: those that OpenTelemetry takes by itself are meant for milliseconds.</summary>
public static class Buckets
{
    /// <summary>Durations in seconds, from a round trip to an outage.</summary>
    public static InstrumentAdvice<double> Seconds { get; } = new()
    {
        HistogramBucketBoundaries = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300, 3600],
    };
}
