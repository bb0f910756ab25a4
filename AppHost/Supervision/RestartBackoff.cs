namespace Streaming.AppHost.Supervision;

/// <summary>How long to wait before a process is started again: hardly at all at first, then twice as long each time, up to a cap.</summary>
internal sealed class RestartBackoff
{
    public static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    public static readonly TimeSpan Cap = TimeSpan.FromSeconds(10);

    /// <summary>A process that ran this long ran well: its next failure is a first one.</summary>
    public static readonly TimeSpan RanWell = TimeSpan.FromSeconds(10);

    private int _failures;

    /// <param name="ran">How long the process ran; zero if it did not start.</param>
    /// <param name="jitter">Between 0 and 1; spreads the delay over half to one and a half of its mean.</param>
    public TimeSpan Next(TimeSpan ran, double jitter)
    {
        if (ran >= RanWell)
            _failures = 0;
        var mean = Math.Min(First.TotalSeconds * Math.Pow(2, _failures), Cap.TotalSeconds);
        _failures = Math.Min(_failures + 1, 30);
        return TimeSpan.FromSeconds(mean * (0.5 + jitter));
    }
}
