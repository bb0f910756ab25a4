using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Streaming.Pipeline.Scheduling;

namespace Streaming.Tests.Integration.Ingestion;

public sealed class ScheduleApiTests
{
    private static readonly ScheduleSpec Yearly = new("yearly", Cron: "0 0 1 1 *", UsersPerRun: 20, PageSize: 10);

    [PostgresFact]
    public async Task A_schedule_is_created_looked_at_changed_paused_and_removed()
    {
        await using var app = await IngestionApp.StartAsync();
        var created = await app.PostAsync<ScheduleView>("schedules", Yearly);
        Assert.Equal(Yearly, created.Spec);
        Assert.Contains("There is no source", created.Waiting);
        Assert.NotNull(created.NextRun);

        Assert.True((await app.PostAsync<ScheduleView>("schedules/yearly/pause")).Paused);
        Assert.False((await app.PostAsync<ScheduleView>("schedules/yearly/resume")).Paused);
        using var put = await app.Client.PutAsJsonAsync("/api/schedules/yearly", Yearly with { MaxAttempts = 2 }, ScheduleJson.Options);
        Assert.Equal(2, (await app.GetAsync<ScheduleView>("schedules/yearly")).Spec.MaxAttempts);
        Assert.Single(await app.GetAsync<List<ScheduleView>>("schedules"));

        using var deleted = await app.Client.DeleteAsync("/api/schedules/yearly");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Empty(await app.GetAsync<List<ScheduleView>>("schedules"));
    }

    [PostgresFact]
    public async Task Quartz_starts_the_runs_of_a_schedule_when_they_are_due()
    {
        await using var source = await StubSource.StartAsync(bySeed: true);
        await using var app = await IngestionApp.StartAsync();
        await app.PostAsync<ScheduleView>(
            "schedules", new ScheduleSpec("seconds", Cron: "*/2 * * * * ?", UsersPerRun: 1, PageSize: 1, Source: source.Address));

        RunList list = new([], null);
        await Wait.UntilAsync(
            async () => (list = await app.GetAsync<RunList>("runs?schedule=seconds&state=succeeded")).Runs.Count >= 3,
            Wait.Limit, () => $"three runs succeed; there are {list}");
        Assert.All(list.Runs, run => Assert.Equal((RunTrigger.Schedule, 0, 1L), (run.Trigger, run.LogicalTime.Second % 2, run.New)));
    }

    [PostgresFact]
    public async Task A_triggered_run_has_the_size_it_was_given_and_running_it_again_stores_nothing_twice()
    {
        await using var source = await StubSource.StartAsync(bySeed: true);
        await using var app = await IngestionApp.StartAsync();
        await app.PostAsync<ScheduleView>("schedules", Yearly with { Source = source.Address });

        var triggered = await app.PostAsync<RunView>("schedules/yearly/trigger", new TriggerRequest(UsersPerRun: 15, PageSize: 5));
        var first = await app.EndedAsync(triggered.RunId, RunState.Succeeded);
        Assert.Equal((RunTrigger.Manual, 5, 3, 15L, 0L), (first.Trigger, first.PageSize, first.Pages, first.New, first.Duplicate));

        await app.PostAsync<RunView>($"runs/{first.RunId}/rerun");
        var second = await app.EndedAsync(first.RunId, RunState.Succeeded);
        Assert.Equal((2, 30L, 15L, 15L), (second.AttemptCount, second.Fetched, second.New, second.Duplicate));
        Assert.Equal(15, await app.QueryAsync<long>("SELECT count(*) FROM raw_users"));
        Assert.Equal([1, 1], (await app.GetAsync<RunDetail>($"runs/{first.RunId}")).Attempts.Select(attempt => attempt.PagesFrom));
    }

    [PostgresFact]
    public async Task A_running_run_is_cancelled_within_seconds_and_goes_on_at_its_page_when_run_again()
    {
        await using var source = await StubSource.StartAsync(bySeed: true);
        source.HangsAt = 2;
        await using var app = await IngestionApp.StartAsync();
        await app.PostAsync<ScheduleView>("schedules", Yearly with { Source = source.Address });
        var run = await app.PostAsync<RunView>("schedules/yearly/trigger");
        await Wait.UntilAsync(() => source.Pages.Contains(2), "the second page is asked for");

        Assert.Equal(RunState.Cancelled, (await app.PostAsync<RunView>($"runs/{run.RunId}/cancel")).State);
        Assert.Equal(409, (await app.RefusedAsync(HttpMethod.Post, $"runs/{run.RunId}/cancel")).Status);
        source.HangsAt = 0;
        await app.PostAsync<RunView>($"runs/{run.RunId}/rerun");
        await app.EndedAsync(run.RunId, RunState.Succeeded);

        Assert.Equal([1, 2, 2], source.Pages);
        var attempts = (await app.GetAsync<RunDetail>($"runs/{run.RunId}")).Attempts;
        Assert.Equal([AttemptState.Cancelled, AttemptState.Succeeded], attempts.Select(attempt => attempt.State));
    }

    [PostgresFact]
    public async Task A_dry_run_of_a_backfill_says_what_would_be_and_creates_nothing()
    {
        await using var source = await StubSource.StartAsync();
        await using var app = await IngestionApp.StartAsync();
        await app.PostAsync<ScheduleView>("schedules", Yearly with { Source = source.Address });
        var range = new BackfillRequest(Time(2020), Time(2024), DryRun: true);

        var dry = await app.PostAsync<BackfillView>("schedules/yearly/backfill", range);

        Assert.Equal((BackfillState.DryRun, 4), (dry.State, dry.Total));
        Assert.Equal([2020, 2021, 2022, 2023], dry.LogicalTimes.Select(time => time.Year));
        Assert.Empty((await app.GetAsync<RunList>("runs")).Runs);
        Assert.Equal(0, await app.QueryAsync<long>("SELECT count(*) FROM ingestion_backfills"));
        Assert.Empty(source.Pages);
    }

    [PostgresFact]
    public async Task A_backfill_runs_each_time_of_its_range_once_and_no_more_at_a_time_than_asked_for()
    {
        await using var source = await StubSource.StartAsync(bySeed: true);
        await using var app = await IngestionApp.StartAsync();
        await app.PostAsync<ScheduleView>("schedules", Yearly with { Source = source.Address });

        var backfill = await app.PostAsync<BackfillView>("schedules/yearly/backfill", new BackfillRequest(Time(2000), Time(2020), Parallel: 2));
        await app.FinishedAsync(backfill.Id);

        Assert.Equal(20, (await app.GetAsync<BackfillView>($"backfills/{backfill.Id}")).Done);
        Assert.InRange(source.MostAtATime, 1, 2);
        var again = await app.PostAsync<BackfillView>("schedules/yearly/backfill", new BackfillRequest(Time(1999), Time(2020)));
        Assert.Equal((1, 20), (again.Total, again.Existing));
    }

    [PostgresTheory]
    [InlineData("""{"name":"a b","cron":"61 * * * *","max_attempts":0}""", "name", "cron", "max_attempts")]
    [InlineData("""{"name":"s"}""", "interval_seconds")]
    [InlineData("""{"name":"s","cron":"@daily","interval_seconds":10}""", "cron")]
    [InlineData("""{"name":"s","cron":"@daily","time_zone":"Mars/Olympus"}""", "time_zone")]
    [InlineData("""{"name":"s","interval_seconds":10,"users_per_run":750}""", "users_per_run")]
    [InlineData("""{"name":"s","interval_seconds":10,"source":"ftp://x"}""", "source")]
    [InlineData("""{"name":"s","interval_seconds":"ten"}""", "interval_seconds")]
    [InlineData("""{"name":"s","interval_seconds":10,"catch_up":"some"}""", "catch_up")]
    [InlineData("""{"name":"s","every":10}""", "every")]
    [InlineData("""{"interval_seconds":10}""", "body")]
    [InlineData("""nonsense""", "body")]
    public async Task A_bad_schedule_is_answered_400_with_its_fields(string body, params string[] fields)
    {
        await using var app = await IngestionApp.StartAsync();
        var (status, problem) = await app.RefusedAsync(HttpMethod.Post, "schedules", body);

        Assert.Equal(400, status);
        Assert.Equal(fields, problem.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString()));
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }

    [PostgresFact]
    public async Task What_can_not_be_done_is_refused_with_the_way_out()
    {
        await using var app = await IngestionApp.StartAsync();
        await app.PostAsync<ScheduleView>("schedules", Yearly);
        var spec = JsonSerializer.Serialize(Yearly, ScheduleJson.Options);

        Assert.Equal(409, (await app.RefusedAsync(HttpMethod.Post, "schedules", spec)).Status);
        Assert.Equal(400, (await app.RefusedAsync(HttpMethod.Put, "schedules/other", spec)).Status);
        Assert.Equal(409, (await app.RefusedAsync(HttpMethod.Post, "schedules/yearly/trigger")).Status);
        Assert.Equal(400, (await app.RefusedAsync(HttpMethod.Get, "runs?limit=0&state=lost&before=x")).Status);
        const string future = """{"from":"2020-01-01T00:00:00Z","to":"2999-01-01T00:00:00Z","parallel":99}""";
        var (_, problem) = await app.RefusedAsync(HttpMethod.Post, "schedules/yearly/backfill", future);
        Assert.Equal(["to", "parallel"], problem.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString()));
        foreach (var path in (string[])["schedules/x/pause", "schedules/x/trigger", "runs/x/cancel", "runs/x/rerun", "backfills/x/cancel"])
            Assert.Equal(404, (await app.RefusedAsync(HttpMethod.Post, path)).Status);
    }

    [PostgresFact]
    public async Task A_preview_shows_the_next_ten_runs_or_the_faults_and_saves_nothing()
    {
        await using var app = await IngestionApp.StartAsync();
        var preview = await app.PostAsync<SchedulePreview>("schedules/preview", Yearly);
        Assert.Equal(10, preview.NextRuns.Count);
        Assert.All(preview.NextRuns, time => Assert.Equal((1, 1, 0), (time.Month, time.Day, time.Hour)));
        Assert.Equal("cron", Assert.Single((await app.PostAsync<SchedulePreview>("schedules/preview", Yearly with { Cron = "x" })).Faults).Field);
        Assert.Empty(await app.GetAsync<List<ScheduleView>>("schedules"));
    }

    [PostgresFact]
    public async Task Without_the_key_nothing_is_answered_but_the_description_of_the_API()
    {
        await using var app = await IngestionApp.StartAsync();
        var description = await app.Client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
        app.Client.DefaultRequestHeaders.Remove("X-API-Key");

        var operations = 0;
        foreach (var path in description.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                operations++;
                using var request = new HttpRequestMessage(new HttpMethod(operation.Name), path.Name.Replace("{name}", "x").Replace("{id}", "x"));
                using var answer = await app.Client.SendAsync(request);
                Assert.Equal((operation.Name, path.Name, HttpStatusCode.Unauthorized), (operation.Name, path.Name, answer.StatusCode));
            }
        }

        Assert.Equal(16, operations);
        var schemas = description.GetProperty("components").GetProperty("schemas");
        Assert.True(schemas.GetProperty(nameof(ScheduleSpec)).GetProperty("properties").TryGetProperty("max_active_runs", out _));
        foreach (var reference in description.GetRawText().Split("#/components/schemas/").Skip(1))
            Assert.True(schemas.TryGetProperty(reference[..reference.IndexOf('"')], out _), reference[..40]);
    }

    [PostgresFact]
    public async Task With_5000_runs_lists_are_answered_at_once_and_page_through_all_of_them()
    {
        await using var app = await IngestionApp.StartAsync();
        for (var i = 0; i < 5; i++) await app.PostAsync<ScheduleView>("schedules", Yearly with { Name = $"s{i}" });
        await app.QueryAsync<object>(
            """
            WITH made AS (
                INSERT INTO ingestion_runs (run_id, schedule, logical_time, trigger, state, page_size, pages, created_at)
                SELECT 's' || n % 5 || '-' || to_char(t, 'YYYYMMDD"T"HH24MISS"Z"'), 's' || n % 5, t AT TIME ZONE 'UTC', 'schedule', 'succeeded', 10, 1, now()
                FROM (SELECT n, timestamp '2020-01-01' + n / 2 * interval '1 hour' AS t FROM generate_series(1, 5000) n) times RETURNING 1)
            SELECT count(*) FROM made
            """);

        var (ids, before) = (new HashSet<string>(), (string?)"");
        while (before is not null)
        {
            var page = await app.GetAsync<RunList>($"runs?limit=500{(before.Length > 0 ? $"&before={before}" : "")}");
            Assert.All(page.Runs, run => Assert.True(ids.Add(run.RunId)));
            before = page.Before;
        }

        Assert.Equal(5_000, ids.Count);
        Assert.InRange(await BestAsync(app, "runs?limit=100"), 0, 50);
        Assert.InRange(await BestAsync(app, "runs?schedule=s3&state=succeeded&before=s3-20200301T000000Z"), 0, 50);
        Assert.InRange(await BestAsync(app, "schedules"), 0, 50);
    }

    /// <summary>The machine may be busy with something else: of several times, the best tells what the query takes.</summary>
    private static async Task<double> BestAsync(IngestionApp app, string path)
    {
        var best = double.MaxValue;
        for (var i = 0; i < 10; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await app.Client.GetByteArrayAsync($"/api/{path}");
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return best;
    }

    private static DateTimeOffset Time(int year) => new(year, 1, 1, 0, 0, 0, TimeSpan.Zero);
}
