namespace Streaming.SampleSource;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information,
        "Faults from now on: latency {Latency}, 429 {TooManyRequests}, 503 {Unavailable}, truncated {Truncated}, "
        + "malformed {Malformed}, duplicate {Duplicate}.")]
    public static partial void FaultsReplaced(
        this ILogger log, TimeSpan latency, double tooManyRequests, double unavailable, double truncated, double malformed, double duplicate);
}
