namespace Streaming.Console.Metrics;

/// <summary>How long half of all, 95 and 99 of a hundred took at most.</summary>
public sealed record Percentiles(TimeSpan P50, TimeSpan P95, TimeSpan P99)
{
    /// <param name="counts">For each bound of <see cref="Totals.Bounds"/>, and last for no bound, how many took as long or less.</param>
    /// <returns>Null where nothing was counted.</returns>
    public static Percentiles? Of(ReadOnlySpan<double> counts) =>
        counts[^1] <= 0 ? null : new(Quantile(counts, 0.5), Quantile(counts, 0.95), Quantile(counts, 0.99));

    // Between two bounds they are taken to lie evenly; beyond the last one there is only that one to name.
    private static TimeSpan Quantile(ReadOnlySpan<double> counts, double share)
    {
        var rank = counts[^1] * share;
        var bucket = 0;
        while (bucket < counts.Length - 1 && counts[bucket] < rank) bucket++;
        if (bucket == Totals.Bounds.Count) return TimeSpan.FromSeconds(Totals.Bounds[^1]);

        var (lower, below) = bucket == 0 ? (0, 0) : (Totals.Bounds[bucket - 1], counts[bucket - 1]);
        var inBucket = counts[bucket] - below;
        return TimeSpan.FromSeconds(inBucket <= 0 ? lower : lower + (Totals.Bounds[bucket] - lower) * (rank - below) / inBucket);
    }
}
