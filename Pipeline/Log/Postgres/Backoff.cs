namespace Streaming.Pipeline.Log.Postgres;

internal static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);

    /// <summary>Doubles with each failure up to <paramref name="longest"/>; then a random half is taken off, so that many do not come back at once.</summary>
    public static TimeSpan Delay(int failures, TimeSpan longest)
    {
        var doubled = First * Math.Pow(2, Math.Min(failures, 20));
        var capped = doubled < longest ? doubled : longest;
        return capped * (0.5 + Random.Shared.NextDouble() / 2);
    }
}
