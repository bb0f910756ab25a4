using Streaming.Ingestion.RawStore;
using Streaming.Ingestion.Runs;
using Streaming.Pipeline.Scheduling;

namespace Streaming.Tests.Integration.Ingestion;

/// <summary>Schedules and runs on a clock that is moved by hand.</summary>
public sealed class PlanningTests
{
    private static readonly ScheduleSpec Hourly = new("hourly", IntervalSeconds: 3600, MaxActiveRuns: 16, UsersPerRun: 4, PageSize: 2);

    [PostgresTheory]
    [InlineData(CatchUp.None, 12)]
    [InlineData(CatchUp.Last, 12, 15)]
    [InlineData(CatchUp.All, 12, 13, 14, 15)]
    public async Task After_three_missed_runs_the_policy_decides(CatchUp catchUp, params int[] hours)
    {
        await using var one = await Scheduling.StartAsync();
        await one.Schedules.AddAsync(Hourly with { CatchUp = catchUp }, CancellationToken.None);
        if (catchUp == CatchUp.None) one.Clock.Now = one.Clock.Now.AddMinutes(-20);
        await one.PlanAsync();
        await one.SucceedAsync((await one.ClaimAsync())!);

        one.Clock.Now = one.Clock.Now.AddHours(3).AddMinutes(15);
        await one.PlanAsync();
        await one.PlanAsync();

        Assert.Equal(hours, (await one.ListAsync()).Select(run => run.LogicalTime.Hour));
    }

    [PostgresFact]
    public async Task What_was_missed_while_paused_is_caught_up_with_when_the_schedule_goes_on()
    {
        await using var one = await Scheduling.StartAsync();
        await one.Schedules.AddAsync(Hourly with { CatchUp = CatchUp.All }, CancellationToken.None);
        await one.Schedules.PauseAsync("hourly", true, CancellationToken.None);
        one.Clock.Now = one.Clock.Now.AddHours(2);
        await one.PlanAsync();
        Assert.Empty(await one.ListAsync());

        await one.Schedules.PauseAsync("hourly", false, CancellationToken.None);
        await one.PlanAsync();

        Assert.Equal([12, 13, 14], (await one.ListAsync()).Select(run => run.LogicalTime.Hour));
    }

    [PostgresFact]
    public async Task No_more_runs_are_active_than_the_schedule_allows_and_what_comes_meanwhile_waits()
    {
        await using var one = await Scheduling.StartAsync();
        await one.Schedules.AddAsync(Hourly with { MaxActiveRuns = 1 }, CancellationToken.None);
        await one.PlanAsync();
        var first = (await one.ClaimAsync())!;
        for (var hour = 0; hour < 3; hour++)
        {
            one.Clock.Now = one.Clock.Now.AddHours(1);
            await one.PlanAsync();
        }

        Assert.Equal([12, 13], (await one.ListAsync()).Select(run => run.LogicalTime.Hour));
        await one.RenewAsync(first);
        Assert.Null(await one.ClaimAsync());

        await one.SucceedAsync(first);
        Assert.Equal("hourly-20250301T130000Z", (await one.ClaimAsync())!.RunId);
        await one.PlanAsync();
        Assert.Equal([12, 13, 15], (await one.ListAsync()).Select(run => run.LogicalTime.Hour));
    }

    [PostgresFact]
    public async Task Two_instances_plan_and_take_each_run_once_and_keep_the_limit_together()
    {
        await using var one = await Scheduling.StartAsync();
        var two = one.Second();
        await one.Schedules.AddAsync(Hourly with { CatchUp = CatchUp.All, MaxActiveRuns = 5 }, CancellationToken.None);
        one.Clock.Now = one.Clock.Now.AddHours(11);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? one : two).PlanAsync()));
        Assert.Equal(12, (await one.ListAsync()).Count);

        var taken = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => (i % 2 == 0 ? one : two).ClaimAsync()));

        var runs = taken.OfType<Run>().Select(run => run.RunId).ToList();
        Assert.Equal(5, runs.Count);
        Assert.Equal(5, runs.Distinct().Count());
    }

    [PostgresFact]
    public async Task A_run_whose_process_was_killed_is_taken_up_at_its_page_and_nothing_is_stored_twice()
    {
        await using var killed = await Scheduling.StartAsync();
        var other = killed.Second();
        await killed.Schedules.AddAsync(Hourly, CancellationToken.None);
        await killed.PlanAsync();
        var first = (await killed.ClaimAsync())!;
        await StoreAsync(killed, first, page: 1);
        Assert.Null(await other.ClaimAsync());

        killed.Clock.Now += Scheduling.Lease + TimeSpan.FromSeconds(1);
        var second = (await other.ClaimAsync())!;
        Assert.Equal((first.RunId, 2, 2), (second.RunId, second.NextPage, second.Attempt));
        await Assert.ThrowsAsync<InvalidOperationException>(() => StoreAsync(killed, first, page: 2));
        await StoreAsync(other, second, page: 2);
        await other.SucceedAsync(second);
        Assert.False(await killed.Runs.EndAsync(first, RunState.Failed, AttemptState.Failed, "too late", 1, null, CancellationToken.None));

        var (run, attempts) = (await killed.Desk.FindAsync(first.RunId, CancellationToken.None))!;
        Assert.Equal((RunState.Succeeded, 4, 4, 0), (run.State, run.Fetched, run.New, run.Duplicate));
        Assert.Equal([(AttemptState.Failed, 1, 1, 2L), (AttemptState.Succeeded, 2, 2, 2L)],
            attempts.Select(attempt => (attempt.State, attempt.PagesFrom, attempt.PagesTo, attempt.New)));
        Assert.Contains("has not been heard of", attempts[0].Error);
    }

    [PostgresFact]
    public async Task A_run_that_kills_its_process_each_time_fails_in_the_end()
    {
        await using var one = await Scheduling.StartAsync();
        await one.Schedules.AddAsync(Hourly with { MaxAttempts = 2 }, CancellationToken.None);
        await one.PlanAsync();
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            Assert.Equal(attempt, (await one.ClaimAsync())!.Attempt);
            one.Clock.Now += Scheduling.Lease + TimeSpan.FromSeconds(1);
        }

        Assert.Null(await one.ClaimAsync());
        Assert.Equal(RunState.Failed, Assert.Single(await one.ListAsync()).State);
    }

    [PostgresFact]
    public async Task A_waiting_run_is_tried_again_when_its_time_has_come_and_not_before()
    {
        await using var one = await Scheduling.StartAsync();
        await one.Schedules.AddAsync(Hourly, CancellationToken.None);
        await one.PlanAsync();
        var run = (await one.ClaimAsync())!;
        await one.Runs.EndAsync(
            run, RunState.Waiting, AttemptState.Failed, "the source answered 503", 1, one.Clock.Now.AddSeconds(30), CancellationToken.None);

        one.Clock.Now = one.Clock.Now.AddSeconds(29);
        Assert.Null(await one.ClaimAsync());
        one.Clock.Now = one.Clock.Now.AddSeconds(1);
        var again = (await one.ClaimAsync())!;
        Assert.Equal((2, 1), (again.Attempt, again.Failures));
    }

    [PostgresFact]
    public async Task Only_the_newest_finished_runs_are_kept_and_their_attempts_with_them()
    {
        await using var one = await Scheduling.StartAsync();
        await one.Schedules.AddAsync(Hourly with { CatchUp = CatchUp.All }, CancellationToken.None);
        one.Clock.Now = one.Clock.Now.AddHours(5);
        await one.PlanAsync();
        for (var i = 0; i < 5; i++)
        {
            one.Clock.Now = one.Clock.Now.AddSeconds(1);
            await one.SucceedAsync((await one.ClaimAsync())!);
        }

        await one.Runs.TrimAsync(2, CancellationToken.None);

        Assert.Equal([15, 16, 17], (await one.ListAsync()).Select(run => run.LogicalTime.Hour));
        await using var attempts = one.Database.CreateCommand("SELECT count(*)::int FROM ingestion_attempts");
        Assert.Equal(2, await attempts.ExecuteScalarAsync());
    }

    private static async Task StoreAsync(Scheduling instance, Run run, int page)
    {
        using var batch = new RawBatch(new RawOrigin(run.Spec.Name, run.RunId));
        for (var i = 0; i < 2; i++) batch.TryAdd(System.Text.Encoding.UTF8.GetBytes(SampleUsers.Json(page * 10 + i)), out _, out _);
        batch.Page = new RunPage(run.RunId, run.Attempt, page, 2, 0);
        await using var connection = await instance.Database.OpenConnectionAsync();
        await using var transaction = new RawTransaction(connection);
        await transaction.PrepareAsync(CancellationToken.None);
        await transaction.WriteAsync([new RawSubmission(batch, new NoLease(), CancellationToken.None)], [], CancellationToken.None);
    }

    private sealed class NoLease : System.Threading.RateLimiting.RateLimitLease
    {
        public override bool IsAcquired => true;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }
    }
}
