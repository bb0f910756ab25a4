using System.Globalization;
using Streaming.Pipeline.Scheduling;
using Streaming.Tests.Integration.Servers;

namespace Streaming.Tests.Integration.Ingestion;

/// <summary>What becomes of runs where the source misbehaves.</summary>
public sealed class SourceFaultTests
{
    private static readonly ScheduleSpec Hourly = new(
        "hourly", Cron: "0 * * * *", MaxAttempts: 2, RetryBackOffSeconds: 1, UsersPerRun: 10, PageSize: 5);

    /// <summary>Its attempts are fewer than those after which a source is left alone.</summary>
    private static readonly BackfillRequest Night = new(Time("2025-03-01T00:00Z"), Time("2025-03-01T04:00Z"), Parallel: 3);

    /// <summary>Its attempts are more.</summary>
    private static readonly BackfillRequest Day = new(Time("2025-03-01T00:00Z"), Time("2025-03-02T00:00Z"), Parallel: 3);

    [PostgresFact]
    public async Task A_source_that_is_down_for_a_whole_backfill_leaves_failed_runs_and_the_next_backfill_no_hole()
    {
        await using var source = await StubSource.StartAsync(bySeed: true);
        await using var app = await StartAsync(source, Hourly);
        source.Refuses = 503;

        var down = await app.PostAsync<BackfillView>("schedules/hourly/backfill", Night);
        await app.FinishedAsync(down.Id);
        Assert.Equal(4, (await app.GetAsync<BackfillView>($"backfills/{down.Id}")).Failed);
        var runs = (await app.GetAsync<RunList>("runs?state=failed")).Runs;
        Assert.All(runs, run => Assert.Equal(2, run.AttemptCount));
        Assert.Contains(runs, run => run.Error == "page 1: the source answered 503");

        source.Refuses = null;
        var up = await app.PostAsync<BackfillView>("schedules/hourly/backfill", Night);
        await app.FinishedAsync(up.Id);
        Assert.Equal((4, 4, 0), (await app.GetAsync<BackfillView>($"backfills/{up.Id}")) is var view ? (view.Total, view.Done, view.Existing) : default);
        Assert.Equal(
            Enumerable.Range(0, 4), (await app.GetAsync<RunList>("runs?state=succeeded")).Runs.Select(run => run.LogicalTime.Hour).Order());
    }

    [PostgresFact]
    public async Task A_source_that_is_left_alone_after_many_failures_costs_a_run_no_attempt()
    {
        await using var source = await StubSource.StartAsync(bySeed: true);
        await using var app = await StartAsync(source, Hourly with { MaxAttempts = 1 });
        source.Refuses = 503;

        var down = await app.PostAsync<BackfillView>("schedules/hourly/backfill", Day);
        RunView? waiting = null;
        await Wait.UntilAsync(
            async () => (waiting = (await app.GetAsync<RunList>("runs?state=waiting")).Runs.FirstOrDefault()) is not null
                || (await app.GetAsync<BackfillView>($"backfills/{down.Id}")).State == BackfillState.Finished,
            "a run that waits");
        source.Refuses = null;

        Assert.Equal("page 1: the source failed so often just now that it is left alone for some seconds", waiting?.Error);
        await app.EndedAsync(waiting!.RunId, RunState.Succeeded);
        await app.FinishedAsync(down.Id);
        var view = await app.GetAsync<BackfillView>($"backfills/{down.Id}");
        Assert.Equal((view.Total, 0), (view.Failed + view.Done, view.Cancelled));
        Assert.InRange(view.Failed, 1, 15);
    }

    [PostgresFact]
    public async Task A_source_that_asks_to_wait_is_asked_again_no_sooner()
    {
        await using var source = await StubSource.StartAsync(bySeed: true);
        await using var app = await StartAsync(source, Hourly);
        (source.Refuses, source.RetryAfter) = (429, 120);

        var run = await app.PostAsync<RunView>("schedules/hourly/trigger");
        var waiting = await app.EndedAsync(run.RunId, RunState.Waiting);

        Assert.Equal("page 1: the source answered 429 and asked to wait 120 s", waiting.Error);
        Assert.InRange((waiting.NotBefore!.Value - TimeProvider.System.GetUtcNow()).TotalSeconds, 60, 121);
        var attempt = Assert.Single((await app.GetAsync<RunDetail>($"runs/{run.RunId}")).Attempts);
        Assert.Equal((AttemptState.Failed, waiting.Error), (attempt.State, attempt.Error));
    }

    [PostgresFact]
    public async Task A_truncated_page_is_tried_again_behind_the_pages_that_are_stored()
    {
        await using var source = await StubSource.StartAsync(bySeed: true);
        await using var app = await StartAsync(source, Hourly);
        source.TruncatesOnce = 2;

        var run = await app.PostAsync<RunView>("schedules/hourly/trigger");
        await app.EndedAsync(run.RunId, RunState.Succeeded);

        Assert.Equal([1, 2, 2], source.Pages);
        var attempts = (await app.GetAsync<RunDetail>($"runs/{run.RunId}")).Attempts;
        Assert.Equal([(1, 1, 5L), (2, 2, 5L)], attempts.Select(attempt => (attempt.PagesFrom, attempt.PagesTo, attempt.New)));
        Assert.Matches("^page 2: at element [0-9]+, the body ends before its JSON does$", attempts[0].Error);
    }

    [PostgresFact]
    public async Task A_source_that_is_gone_and_one_that_is_too_slow_are_told_in_words()
    {
        var source = await StubSource.StartAsync(bySeed: true);
        await using var app = await StartAsync(source, Hourly with { MaxAttempts = 1, TimeoutSeconds = 1 });
        source.HangsAt = 1;
        var slow = await app.PostAsync<RunView>("schedules/hourly/trigger");
        Assert.Equal("it took longer than its time-out of 1 s", (await app.EndedAsync(slow.RunId, RunState.Failed)).Error);

        await source.DisposeAsync();
        var gone = await app.PostAsync<RunView>("schedules/hourly/trigger");
        Assert.StartsWith("page 1: the source can't be reached: ", (await app.EndedAsync(gone.RunId, RunState.Failed)).Error);
    }

    [PostgresFact]
    public async Task A_run_of_an_older_version_goes_on_where_it_was()
    {
        var database = await PostgresServer.CreateDatabaseAsync();
        await using var source = await StubSource.StartAsync(bySeed: true);
        await using (var old = Npgsql.NpgsqlDataSource.Create(database))
        {
            await using var command = old.CreateCommand(
                """
                CREATE TABLE ingestion_runs (
                    run_id text PRIMARY KEY, source text NOT NULL, seed text NOT NULL, logical_time timestamptz NOT NULL, page_size int NOT NULL,
                    pages int NOT NULL, pages_done int NOT NULL DEFAULT 0, fetched bigint NOT NULL DEFAULT 0, new bigint NOT NULL DEFAULT 0,
                    duplicate bigint NOT NULL DEFAULT 0, malformed bigint NOT NULL DEFAULT 0, status text NOT NULL, error text,
                    started_at timestamptz NOT NULL, finished_at timestamptz);
                INSERT INTO ingestion_runs (run_id, source, seed, logical_time, page_size, pages, pages_done, status, started_at)
                VALUES ('old-20250101T000000Z', 'old', 'old-20250101T000000Z', '2025-01-01', 5, 3, 2, 'running', '2025-01-01'),
                    ('old-20241231T000000Z', 'old', 'old-20241231T000000Z', '2024-12-31', 5, 3, 3, 'done', '2024-12-31')
                """);
            await command.ExecuteNonQueryAsync();
        }

        await using var app = await IngestionApp.StartAsync(
            database, ("Ingestion:Pull:Source", source.Address), ("Ingestion:Pull:Name", "old"), ("Ingestion:Pull:Interval", "1.00:00:00"),
            ("Ingestion:Pull:PageSize", "5"), ("Ingestion:Pull:UsersPerRun", "5"));
        var run = await app.EndedAsync("old-20250101T000000Z", RunState.Succeeded);

        Assert.Contains(3, source.Pages);
        Assert.Equal((3, 1), (run.PagesDone, run.AttemptCount));
        Assert.Equal(RunState.Succeeded, (await app.GetAsync<RunDetail>("runs/old-20241231T000000Z")).Run.State);
    }

    private static async Task<IngestionApp> StartAsync(StubSource source, ScheduleSpec spec)
    {
        var app = await IngestionApp.StartAsync();
        await app.PostAsync<ScheduleView>("schedules", spec with { Source = source.Address });
        return app;
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
