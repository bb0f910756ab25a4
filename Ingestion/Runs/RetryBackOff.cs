namespace Streaming.Ingestion.Runs;

/// <summary>How long a run waits after an attempt that failed.</summary>
internal static class RetryBackOff
{
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>Doubled with each failure, with jitter, or what the source asks for where that is longer; never more than <see cref="Longest"/>.</summary>
    /// <param name="failures">In a row, this one included.</param>
    public static TimeSpan After(TimeSpan first, int failures, TimeSpan? retryAfter)
    {
        var doubled = first * Math.Pow(2, Math.Min(failures - 1, 16));
        var wait = (doubled < Longest ? doubled : Longest) * (0.5 + Random.Shared.NextDouble() / 2);
        if (retryAfter > wait) wait = retryAfter.Value;
        return wait < Longest ? wait : Longest;
    }
}
