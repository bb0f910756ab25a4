using Streaming.Ingestion.Scheduling;
using Streaming.Pipeline.Scheduling;

namespace Streaming.Tests.Unit.Ingestion.Scheduling;

public sealed class DuePlanTests
{
    private static readonly DateTimeOffset Noon = new(2025, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Timetable Hourly = Timetable.Of(new ScheduleSpec("s", IntervalSeconds: 3600));

    [Theory]
    [InlineData(CatchUp.None)]
    [InlineData(CatchUp.Last, 15)]
    [InlineData(CatchUp.All, 13, 14, 15)]
    public void Three_missed_runs_are_caught_up_with_as_the_policy_says(CatchUp catchUp, params int[] hours)
    {
        var plan = DuePlan.For(Hourly, catchUp, Noon, Noon.AddHours(3).AddMinutes(20), queued: 0);
        Assert.Equal(hours, plan.LogicalTimes.Select(time => time.Hour));
        Assert.Equal(Noon.AddHours(3).AddMinutes(20), plan.PlannedUntil);
    }

    [Theory]
    [InlineData(CatchUp.None)]
    [InlineData(CatchUp.Last)]
    [InlineData(CatchUp.All)]
    public void What_is_due_now_is_run_whatever_the_policy(CatchUp catchUp) =>
        Assert.Equal([Noon.AddHours(1)], DuePlan.For(Hourly, catchUp, Noon, Noon.AddHours(1).AddSeconds(2), queued: 0).LogicalTimes);

    [Theory]
    [InlineData(CatchUp.None)]
    [InlineData(CatchUp.Last)]
    public void While_a_run_waits_in_the_queue_the_next_ones_stay_due(CatchUp catchUp)
    {
        var plan = DuePlan.For(Hourly, catchUp, Noon, Noon.AddHours(2), queued: 1);
        Assert.Empty(plan.LogicalTimes);
        Assert.Equal(Noon, plan.PlannedUntil);
    }

    [Fact]
    public void A_month_of_seconds_is_caught_up_with_in_chunks_and_without_a_hole()
    {
        var everySecond = Timetable.Of(new ScheduleSpec("s", IntervalSeconds: 1));
        var first = DuePlan.For(everySecond, CatchUp.All, Noon, Noon.AddDays(30), queued: 0);
        var second = DuePlan.For(everySecond, CatchUp.All, first.PlannedUntil, Noon.AddDays(30), queued: 60);

        Assert.Equal(DuePlan.LongestQueue, first.LogicalTimes.Count);
        Assert.Equal(DuePlan.LongestQueue - 60, second.LogicalTimes.Count);
        Assert.Equal(first.LogicalTimes[^1].AddSeconds(1), second.LogicalTimes[0]);
    }

    [Fact]
    public void A_clock_that_was_put_back_plans_nothing_twice()
    {
        var plan = DuePlan.For(Hourly, CatchUp.All, Noon, Noon.AddHours(-5), queued: 0);
        Assert.Empty(plan.LogicalTimes);
        Assert.Equal(Noon, plan.PlannedUntil);
    }
}
