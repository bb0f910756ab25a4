using Streaming.Console.Reconciliation;

namespace Streaming.Tests.Unit.Console.Reconciliation;

public sealed class ChecksTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Subjects_are_checked_in_order_and_one_that_waits_not_twice()
    {
        var checks = new Checks();
        checks.Add([Subject.OfMinute(Noon), Subject.OfRun("r")]);
        checks.Add([Subject.OfRun("r"), Subject.OfMinute(Noon.ToOffset(TimeSpan.FromHours(2)))]);

        Assert.Equal(2, checks.Status.Waiting);
        Assert.Equal("minute 2026-06-01T12:00Z", (await checks.NextAsync(default)).ToString());
        Assert.Equal("run r", (await checks.NextAsync(default)).ToString());
        Assert.Equal(0, checks.Status.Waiting);
    }

    [Fact]
    public async Task Stopping_ends_the_check_that_runs_and_forgets_those_that_wait()
    {
        var checks = new Checks();
        checks.Add([Subject.OfRun("a"), Subject.OfRun("b")]);
        await checks.NextAsync(default);

        await checks.RunAsync(
            token =>
            {
                checks.Stop();
                return Task.Delay(Timeout.InfiniteTimeSpan, token);
            },
            default).WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(0, checks.Status.Waiting);
        Assert.Null(checks.Status.Current);
        Assert.Equal("The check of run a did not end: it was stopped.", checks.Status.Fault);
    }

    [Fact]
    public async Task A_check_that_fails_leaves_its_reason_until_the_next_is_asked_for()
    {
        var checks = new Checks();
        checks.Add([Subject.OfRun("a")]);
        await checks.NextAsync(default);

        await Assert.ThrowsAsync<IOException>(() => checks.RunAsync(_ => throw new IOException("no answer"), default));
        Assert.Contains("no answer", checks.Status.Fault);

        checks.Add([Subject.OfRun("a")]);
        Assert.Null(checks.Status.Fault);
    }

    [Fact]
    public async Task A_check_that_ran_between_two_looks_is_seen_to_have_ended()
    {
        var checks = new Checks();
        var before = checks.Status;
        checks.Add([Subject.OfRun("a")]);
        await checks.NextAsync(default);
        await checks.RunAsync(_ => Task.CompletedTask, default);

        Assert.Null(checks.Status.Current);
        Assert.Equal(before.Ended + 1, checks.Status.Ended);
    }

    [Fact]
    public void No_more_than_a_day_of_minutes_waits() => Assert.Throws<InvalidOperationException>(
        () => new Checks().Add(Enumerable.Range(0, 1_441).Select(minute => Subject.OfMinute(Noon.AddMinutes(minute)))));
}
