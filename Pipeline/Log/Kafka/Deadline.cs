using System.Diagnostics;

namespace Streaming.Pipeline.Log.Kafka;

/// <summary>When something that takes several steps has to be done.</summary>
internal readonly struct Deadline
{
    private readonly long _end;

    private Deadline(long end) => _end = end;

    public bool HasPassed => Left == TimeSpan.Zero;

    /// <summary>Never negative, as librdkafka takes that for ever.</summary>
    public TimeSpan Left => Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), _end) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    public static Deadline In(TimeSpan time) => new(Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency));
}
