namespace Streaming.Pipeline.Loops;

/// <summary>How a background loop behaves when it fails or falls silent.</summary>
public sealed class LoopOptions
{
    /// <summary>Wait before the first new attempt after a failure; doubled with each further one, with jitter.</summary>
    public TimeSpan FirstBackOff { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait between attempts.</summary>
    public TimeSpan LongestBackOff { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>A loop that has not failed for this long starts again with the first back-off.</summary>
    public TimeSpan ResetAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A loop that shows no progress, not even an idle turn, for this long is unhealthy.</summary>
    public TimeSpan SilentAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Failures in a row from which on the loop is unhealthy rather than degraded.</summary>
    public int UnhealthyAfter { get; set; } = 3;
}
