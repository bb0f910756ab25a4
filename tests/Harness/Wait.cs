using System.Diagnostics;

namespace Streaming.Tests.Harness;

public static class Wait
{
    /// <summary>
    /// The deadline where the product promises none. It only ends what would go on for ever, so it is far beyond what the slowest machine needs: two cores, on
    /// which servers have just started, are killed, and compile themselves.
    /// </summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <inheritdoc cref="UntilAsync(Func{bool}, TimeSpan, Func{string})"/>
    public static Task UntilAsync(Func<bool> condition, string what, TimeSpan? deadline = null) => UntilAsync(condition, deadline ?? Limit, () => what);

    /// <inheritdoc cref="UntilAsync(Func{bool}, TimeSpan, Func{string})"/>
    public static Task UntilAsync(Func<Task<bool>> condition, string what, TimeSpan? deadline = null) => UntilAsync(condition, deadline ?? Limit, () => what);

    /// <summary>Asks again and again until the answer is yes; fails, saying what it waited for, when the deadline has passed.</summary>
    public static Task UntilAsync(Func<bool> condition, TimeSpan deadline, Func<string> what) =>
        UntilAsync(() => Task.FromResult(condition()), deadline, what);

    /// <inheritdoc cref="UntilAsync(Func{bool}, TimeSpan, Func{string})"/>
    /// <param name="interval">Between two questions; where asking costs what is being measured, long.</param>
    public static async Task UntilAsync(Func<Task<bool>> condition, TimeSpan deadline, Func<string> what, TimeSpan? interval = null)
    {
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(interval ?? TimeSpan.FromMilliseconds(20));
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > deadline) throw new TimeoutException($"After {deadline.TotalSeconds:F0} s still waiting for: {what()}");
            await timer.WaitForNextTickAsync();
        }
    }
}
