using System.Diagnostics.Metrics;

namespace Streaming.Pipeline.Loops;

internal static class LoopMetrics
{
    private static readonly Meter Meter = new("Streaming.Loops");
    private static readonly Counter<long> Retries =
        Meter.CreateCounter<long>("streaming.loop.retries", "{attempt}", "Runs of a background loop that failed and are made again, by loop");

    public static void Failed(string loop) => Retries.Add(1, new KeyValuePair<string, object?>("loop", loop));
}
