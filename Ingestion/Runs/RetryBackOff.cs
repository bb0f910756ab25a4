namespace Streaming.Ingestion.Runs;

/// <summary>How long a run waits after an attempt that failed.</summary>
internal static class RetryBackOff
{
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Doubled with each failure, with jitter, and counted from the time on that the source asks for, so that those who wait do not come all at once;
    /// never more than <see cref="Longest"/>.
    /// </summary>
    /// <param name="failures">In a row, this one included where it counts.</param>
    /// <param name="retryAfter">May lie in the past, as a date that the source gives can.</param>
    public static TimeSpan After(TimeSpan first, int failures, TimeSpan? retryAfter)
    {
        var doubled = first * Math.Pow(2, Math.Clamp(failures - 1, 0, 16));
        var wait = (doubled < Longest ? doubled : Longest) * (0.5 + Random.Shared.NextDouble() / 2);
        if (retryAfter > TimeSpan.Zero) wait += retryAfter < Longest ? retryAfter.Value : Longest;
        return wait < Longest ? wait : Longest;
    }
}
