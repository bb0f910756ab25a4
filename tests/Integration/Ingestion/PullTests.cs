using Streaming.Tests.Integration.Servers;

namespace Streaming.Tests.Integration.Ingestion;

public sealed class PullTests
{
    [PostgresFact]
    public async Task A_run_that_was_cut_off_goes_on_at_its_next_page()
    {
        var database = await PostgresServer.CreateDatabaseAsync();
        await using var source = await StubSource.StartAsync();
        source.HangsAt = 3;
        var first = await StartAsync(database, source);
        await Wait.UntilAsync(async () => await first.QueryAsync<long>("SELECT coalesce(max(pages_done), 0)::bigint FROM ingestion_runs") == 2,
            "two pages are stored");
        await first.StopAsync();

        source.HangsAt = 0;
        var asked = source.Pages.Count;
        await using var second = await StartAsync(database, source);
        await DoneAsync(second);

        Assert.Equal([3, 4], source.Pages.Skip(asked).Take(2));
        Assert.Equal("4 40 40 0 succeeded", await second.QueryAsync<string>(
            "SELECT concat_ws(' ', pages_done, fetched, new, duplicate, state) FROM ingestion_runs ORDER BY logical_time LIMIT 1"));
    }

    [PostgresFact]
    public async Task A_truncated_page_is_fetched_again_and_malformed_users_are_counted()
    {
        await using var source = await StubSource.StartAsync();
        source.TruncatesOnce = 2;
        source.MalformedIn = 4;
        await using var app = await StartAsync(await PostgresServer.CreateDatabaseAsync(), source);

        await DoneAsync(app);

        Assert.Equal([1, 2, 2, 3, 4], source.Pages.Take(5));
        Assert.Equal(
            "41 40 1",
            await app.QueryAsync<string>("SELECT concat_ws(' ', fetched, new, rejected) FROM ingestion_runs ORDER BY logical_time LIMIT 1"));
    }

    private static Task<IngestionApp> StartAsync(string database, StubSource source) => IngestionApp.StartAsync(
        database,
        ("Ingestion:Pull:Source", source.Address), ("Ingestion:Pull:Interval", "01:00:00"),
        ("Ingestion:Pull:PageSize", "10"), ("Ingestion:Pull:UsersPerRun", "40"));

    private static Task DoneAsync(IngestionApp app) => Wait.UntilAsync(
        async () => await app.QueryAsync<long>("SELECT count(*) FROM ingestion_runs WHERE state = 'succeeded'") > 0, "a run is done");
}
