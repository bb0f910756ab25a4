using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Streaming.Tests.EndToEnd.Browser;

public sealed partial class ConsoleTests
{
    [BrowserFact]
    public async Task A_schedule_made_in_the_form_runs()
    {
        await using var viewer = await console.OpenAsync("schedules");
        await viewer.Link("New schedule").ClickAsync();
        await viewer.Field("Name").FillAsync("made-by-hand");
        await viewer.Field("Cron expression").FillAsync("61 * * * *");
        await viewer.Field("Time zone").FillAsync("Europe/Berlin");
        await viewer.SeesAsync("cron is '61 * * * *'");

        await viewer.Choice("Runs").SelectOptionAsync("at an interval");
        await viewer.Field("Interval in seconds").FillAsync("2");
        await viewer.Field("Users").FillAsync("5");
        await viewer.Field("Users of a page").FillAsync("5");
        await viewer.Field("Attempts").FocusAsync();
        var next = viewer.Region("The next ten runs").GetByRole(AriaRole.Listitem);
        await Assertions.Expect(next).ToHaveCountAsync(10);

        await viewer.Button("Create schedule").ClickAsync();
        await viewer.SeesAsync(viewer.Heading("Schedule made-by-hand"));
        await viewer.Link("Runs").Last.ClickAsync();
        await viewer.SeesAsync(viewer.Row("made-by-hand").Filter(new() { HasText = "5" }).GetByText("succeeded"));

        await viewer.GoAsync("schedules/made-by-hand");
        await viewer.Button("Pause").ClickAsync();
        await viewer.SeesAsync(viewer.Button("Resume"));
        await viewer.SeesAsync(viewer.Page.GetByText("paused", new() { Exact = true }));

        await viewer.AgreeAsync("Delete");
        await viewer.SeesAsync(viewer.Heading("Schedules"));
        await Assertions.Expect(viewer.Link("made-by-hand")).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task A_source_that_fails_is_seen_in_attempts_and_then_the_run_succeeds()
    {
        await console.CallAsync("api/schedules", new
        {
            name = "hindered",
            interval_seconds = 86_400,
            users_per_run = 5,
            page_size = 5,
            retry_back_off_seconds = 1,
            max_attempts = 50,
        });
        await using var viewer = await console.OpenAsync("schedules/hindered");
        await using (await console.MisbehaveAsync(new { unavailableRate = 1.0 }))
        {
            await viewer.Field("Logical time (Europe/Berlin), now if empty").FillAsync("2025-06-01T12:00");
            await viewer.Button("Run now").ClickAsync();
            await viewer.SeesAsync(viewer.Heading("Run hindered-20250601T100000Z"));
            await viewer.SeesAsync(viewer.Page.GetByRole(AriaRole.Cell, new() { NameRegex = SaysUnavailable }));
            await viewer.SeesAsync("failed");
        }

        await viewer.SeesAsync(viewer.Page.GetByText("5 fetched: 5 new, 0 duplicate, 0 rejected"));
        await viewer.SeesAsync(viewer.Button("Run again"));
        await viewer.Button("Run again").ClickAsync();
        await viewer.SeesAsync(viewer.Page.GetByText("10 fetched: 5 new, 5 duplicate, 0 rejected"));
    }

    [BrowserFact]
    public async Task A_backfill_of_20_runs_is_tried_dry_and_then_followed_to_its_end()
    {
        await console.CallAsync("api/schedules", new
        {
            name = "history",
            cron = "* * * * *",
            time_zone = "UTC",
            catch_up = "none",
            users_per_run = 5,
            page_size = 5,
        });
        await using var viewer = await console.OpenAsync("schedules/history");
        await viewer.Field("From (Europe/Berlin)").FillAsync("2025-06-01T12:00");
        await viewer.Field("Up to, without it").FillAsync("2025-06-01T12:20");
        await viewer.Field("Runs at a time").FillAsync("4");

        await viewer.Button("Show what would be run").ClickAsync();
        await viewer.SeesAsync("20 runs would be made");
        Assert.Equal(0L, await console.Pipeline.QueryAsync<long>("select count(*) from raw_users where run_id like 'history-2025%'"));

        await viewer.Button("Start backfill").ClickAsync();
        await viewer.SeesAsync(viewer.Page.GetByRole(AriaRole.Progressbar));
        await viewer.SeesAsync("20 of 20 runs succeeded");
        await Assertions.Expect(viewer.Button("Cancel backfill")).ToHaveCountAsync(0);
        Assert.Equal(100L, await console.Pipeline.QueryAsync<long>("select count(*) from raw_users where run_id like 'history-20250601T10%'"));

        await viewer.Button("Show what would be run").ClickAsync();
        await viewer.SeesAsync("Nothing would be run; 20 are there already");
    }

    [GeneratedRegex("503")]
    private static partial Regex SaysUnavailable { get; }
}
