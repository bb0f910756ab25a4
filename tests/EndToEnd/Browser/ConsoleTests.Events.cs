using System.Text;
using Microsoft.Playwright;

namespace Streaming.Tests.EndToEnd.Browser;

public sealed partial class ConsoleTests
{
    private const int SeriesOfLetters = 82;

    [BrowserFact]
    public async Task A_bad_event_is_found_in_the_dead_letters_mended_replayed_and_found_by_its_id()
    {
        var id = SampleEvents.Id(SeriesOfLetters, 1);
        var bad = SampleEvents.One(id, 1).Replace("\"email\":\"user1@example.com\"", "\"email\":\"nowhere\"");
        await PushClient.SendAsync(console.Pipeline.Push, Encoding.UTF8.GetBytes(bad), Wait.Limit);

        await using var viewer = await console.OpenAsync("dead-letters");
        var letter = viewer.Row(id.ToString()).GetByRole(AriaRole.Link).First;
        await viewer.SeesAsync(letter);
        await letter.ClickAsync();
        await viewer.SeesAsync(viewer.Heading("What was refused"));
        await LookAsync(viewer, "dead-letter");
        await viewer.Page.SetViewportSizeAsync(Desk, Height);

        await viewer.Field("email (invalid)").FillAsync("mended@example.com");
        await viewer.Button("Dry run").ClickAsync();
        await viewer.SeesAsync(viewer.Page.GetByText("passes", new() { Exact = true }));
        await viewer.AgreeAsync("Replay mended");
        await viewer.SeesAsync(viewer.Row("Replayed mended").GetByText("it is stored"));

        await viewer.GoAsync("event");
        await viewer.Field("Id or e-mail").FillAsync(id.ToString());
        await viewer.Button("Find").ClickAsync();
        await viewer.SeesAsync("created_users has this version.");
        await LookAsync(viewer, "event-found");
        Assert.Equal("mended@example.com", await console.Pipeline.QueryAsync<string>($"select email from created_users where id = '{id}'"));
    }

    [BrowserFact]
    public async Task Reconciliation_finds_nothing_missing_and_names_what_is_deleted_behind_its_back()
    {
        await console.CallAsync("api/schedules", new { name = "reconciled", interval_seconds = 86_400, users_per_run = 20, page_size = 20 });
        await console.CallAsync("api/schedules/reconciled/trigger", new { logical_time = "2025-06-01T00:00:00Z" });
        const string run = "reconciled-20250601T000000Z";
        await Wait.UntilAsync(async () => await StoredAsync(run) == 20, "the run's users to be stored");

        await using var viewer = await console.OpenAsync($"reconciliation?run={run}");
        await viewer.Button("Check").ClickAsync();
        await viewer.SeesAsync(viewer.Row(run).GetByText("zero missing"));

        var deleted = await console.Pipeline.QueryAsync<Guid>($"select id from raw_users where run_id = '{run}' limit 1");
        await using (var delete = console.Pipeline.Database.CreateCommand($"delete from created_users where id = '{deleted}'"))
            await delete.ExecuteNonQueryAsync();
        await viewer.Button("Check").ClickAsync();
        await viewer.SeesAsync(viewer.Row(run).GetByText("1 missing"));
        await viewer.Page.GetByText("Ids", new() { Exact = true }).ClickAsync();
        await viewer.Link(deleted.ToString()).ClickAsync();
        await viewer.SeesAsync(viewer.Heading("One event"));
        await viewer.SeesAsync("created_users has no row of this user");
    }

    private Task<long> StoredAsync(string run) => console.Pipeline.QueryAsync<long>(
        $"select count(*) from raw_users join created_users using (id) where run_id = '{run}'");
}
