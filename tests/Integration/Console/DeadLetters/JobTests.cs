using Microsoft.Extensions.DependencyInjection;
using Streaming.Console.DeadLetters;
using Streaming.Tests.Integration.Ingestion;

namespace Streaming.Tests.Integration.Console.DeadLetters;

public sealed class JobTests
{
    private const int Users = 450;

    private static readonly GroupKey Birth = new("date_of_birth.required", "date_of_birth");

    [PostgresFact]
    public async Task A_job_replays_every_open_letter_of_a_rule_once_and_leaves_out_what_a_newer_version_has_replaced()
    {
        await using var test = await DeadLettersUnderTest.StartAsync();
        await test.PushAsync(SampleUsers.Lines(0, Users));
        await test.PushAsync(SampleUsers.Json(7).Replace("Ada", "Grace", StringComparison.Ordinal));
        await test.Replayer.DiscardAsync(3, 0, DeadLettersUnderTest.Viewer, default);

        var job = await RunAsync(test, ActionKind.Replay);
        Assert.Equal((JobState.Done, Users, Users - 1, 1), (job.State, job.Total, job.Done, job.LeftOut));
        Assert.Equal(Users + 1 + Users - 1, await test.RawRowsAsync());
        var group = (await test.Letters.GroupsAsync(default)).Single(group => group.Key == Birth);
        Assert.Equal((1, Users - 1, 1), (group.Open, group.Replayed, group.Discarded));
        var leftOut = Assert.Single(await test.Letters.ListAsync(LetterState.Open, Birth, long.MaxValue, default));
        Assert.Equal(SampleUsers.Id(7), leftOut.UserId);
        Assert.StartsWith("Left out", (await test.LastActionAsync(leftOut.Number)).Result, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_job_that_was_stopped_or_failed_goes_on_where_it_was()
    {
        await using var test = await DeadLettersUnderTest.StartAsync();
        await test.AppendAsync(Enumerable.Range(0, 4 * 2_500).Select(TestLetters.Of));
        await test.FollowAsync();
        var jobs = test.Services.GetRequiredService<LetterJobs>();
        var group = new GroupKey("email.format", "email");
        await jobs.StartAsync(ActionKind.Discard, group, DeadLettersUnderTest.Viewer, default);
        await Assert.ThrowsAsync<ActionRefusedException>(() => jobs.StartAsync(ActionKind.Discard, group, DeadLettersUnderTest.Viewer, default));
        await jobs.StopAsync(1, default);
        await WithLoopAsync(test, () => Task.CompletedTask);
        Assert.Equal(JobState.Stopped, (await jobs.ListAsync(default))[0].State);

        await jobs.GoOnAsync(1, default);
        await WithLoopAsync(test, () => DoneAsync(jobs));
        var done = (await jobs.ListAsync(default))[0];
        Assert.Equal((2_500, 2_500), (done.Total, done.Done));
        Assert.Equal(2_500, await test.QueryAsync<long>("SELECT count(*) FROM console.dead_letters WHERE state = 'discarded'"));
        Assert.Equal(5_000, await test.QueryAsync<long>("SELECT count(*) FROM console.dead_letter_rules WHERE state = 'discarded'"));
    }

    private static async Task<LetterJob> RunAsync(DeadLettersUnderTest test, string kind)
    {
        var jobs = test.Services.GetRequiredService<LetterJobs>();
        await jobs.StartAsync(kind, Birth, DeadLettersUnderTest.Viewer, default);
        await WithLoopAsync(test, () => DoneAsync(jobs));
        return (await jobs.ListAsync(default))[0];
    }

    private static Task DoneAsync(LetterJobs jobs) =>
        Wait.UntilAsync(async () => (await jobs.ListAsync(default))[0].State is JobState.Done or JobState.Failed, "the job has ended");

    private static async Task WithLoopAsync(DeadLettersUnderTest test, Func<Task> action)
    {
        using var loop = ActivatorUtilities.CreateInstance<JobLoop>(test.Services);
        await loop.StartAsync(default);
        await action();
        using var deadline = new CancellationTokenSource(Wait.Limit);
        await loop.StopAsync(deadline.Token);
    }
}
