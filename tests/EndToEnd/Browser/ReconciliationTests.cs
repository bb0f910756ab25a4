namespace Streaming.Tests.EndToEnd.Browser;

public sealed class ReconciliationTests(ConsoleUnderTest console) : IClassFixture<ConsoleUnderTest>
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    [BrowserFact]
    public async Task Reconciliation_finds_nothing_missing_and_names_what_is_deleted_behind_its_back()
    {
        await console.CallAsync("api/schedules", new { name = "reconciled", interval_seconds = 86_400, users_per_run = 20, page_size = 20 });
        await console.CallAsync("api/schedules/reconciled/trigger", new { logical_time = "2025-06-01T00:00:00Z" });
        const string run = "reconciled-20250601T000000Z";
        await Wait.UntilAsync(async () => await StoredAsync(run) == 20, "the run's users to be stored", Soon);

        await using var viewer = await console.OpenAsync($"reconciliation?run={run}");
        await viewer.Button("Check").ClickAsync();
        await viewer.SeesAsync(viewer.Row(run).GetByText("zero missing"), Soon);

        var deleted = await console.Pipeline.QueryAsync<Guid>($"select id from raw_users where run_id = '{run}' limit 1");
        await using (var delete = console.Pipeline.Database.CreateCommand($"delete from created_users where id = '{deleted}'"))
            await delete.ExecuteNonQueryAsync();
        await viewer.Button("Check").ClickAsync();
        await viewer.SeesAsync(viewer.Row(run).GetByText("1 missing"), Soon);
        await viewer.Page.GetByText("Ids", new() { Exact = true }).ClickAsync();
        await viewer.Link(deleted.ToString()).ClickAsync();
        await viewer.SeesAsync(viewer.Heading("One event"));
        await viewer.SeesAsync("created_users has no row of this user", Soon);
    }

    private Task<long> StoredAsync(string run) => console.Pipeline.QueryAsync<long>(
        $"select count(*) from raw_users join created_users using (id) where run_id = '{run}'");
}
