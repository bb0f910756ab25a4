using System.Diagnostics;
using Streaming.Tests.Harness;
using Streaming.Tests.Harness.Outcomes;

namespace Streaming.Tests.Benchmarks;

/// <summary>How fast a consumer group reads what lies ready for it.</summary>
internal static class Drain
{
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    /// <summary>Between two looks at a group's lag, which costs the broker and this client what the pipeline could use.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Events a second from the first commit on, since a group that has just started takes its time to begin, until all is done.</summary>
    /// <param name="before">The sum of the offsets that the group had committed before; whatever comes after them are the events.</param>
    public static async Task<double> MeasureAsync(RealServersOutcome outcome, string group, long before, int events, Func<Task<bool>> isDone)
    {
        var first = before;
        await Wait.UntilAsync(async () => (first = await outcome.CommittedAsync(group)) > before, Deadline, () => $"the group {group} to begin", Interval);
        var started = Stopwatch.GetTimestamp();
        await Wait.UntilAsync(isDone, Deadline, () => $"the group {group} to be done", Interval);
        var took = Stopwatch.GetElapsedTime(started);

        // Offsets count the markers of transactions too, so the part that was committed first is taken as a share.
        var all = await outcome.CommittedAsync(group);
        return events * (double)(all - first) / (all - before) / took.TotalSeconds;
    }

    /// <summary>Returns when the group has nothing left to read.</summary>
    public static Task CompleteAsync(RealServersOutcome outcome, string group) =>
        Wait.UntilAsync(async () => await outcome.LagAsync(group) == 0, Deadline, () => $"the group {group} to be done", Interval);
}
