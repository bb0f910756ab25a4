namespace Streaming.Tests.Unit.ServiceDefaults;

/// <summary>A clock on which a wait of up to 20 s is over at once; longer ones run as ever.</summary>
internal sealed class SkippedTime : TimeProvider
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    public List<TimeSpan> Skipped { get; } = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < TimeSpan.Zero || dueTime > Longest)
            return base.CreateTimer(callback, state, dueTime, period);

        Skipped.Add(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
