using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
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
        Assert.Equal("4 40 40 0 done", await second.QueryAsync<string>(
            "SELECT concat_ws(' ', pages_done, fetched, new, duplicate, status) FROM ingestion_runs ORDER BY logical_time LIMIT 1"));
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
            await app.QueryAsync<string>("SELECT concat_ws(' ', fetched, new, malformed) FROM ingestion_runs ORDER BY logical_time LIMIT 1"));
    }

    private static Task<IngestionApp> StartAsync(string database, StubSource source) => IngestionApp.StartAsync(
        database,
        ("Ingestion:Pull:Source", source.Address), ("Ingestion:Pull:Interval", "01:00:00"),
        ("Ingestion:Pull:PageSize", "10"), ("Ingestion:Pull:UsersPerRun", "40"));

    private static Task DoneAsync(IngestionApp app) => Wait.UntilAsync(
        async () => await app.QueryAsync<long>("SELECT count(*) FROM ingestion_runs WHERE status = 'done'") > 0, "a run is done");

    /// <summary>An API with the faults that a test asks for.</summary>
    private sealed class StubSource : IAsyncDisposable
    {
        private readonly WebApplication _app;

        private StubSource(WebApplication app) => _app = app;

        public List<int> Pages { get; } = [];

        public int HangsAt { get; set; }

        public int TruncatesOnce { get; set; }

        public int MalformedIn { get; set; }

        public string Address => $"{_app.Urls.First()}/api/";

        public static async Task<StubSource> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None"]);
            var stub = new StubSource(builder.Build());
            stub._app.MapGet("/api/", (int page, int results, CancellationToken aborted) => stub.AnswerAsync(page, results, aborted));
            await stub._app.StartAsync();
            return stub;
        }

        public ValueTask DisposeAsync() => _app.DisposeAsync();

        private async Task<IResult> AnswerAsync(int page, int results, CancellationToken aborted)
        {
            lock (Pages) Pages.Add(page);
            if (page == HangsAt) await Task.Delay(Timeout.Infinite, aborted);

            var users = Enumerable.Range((page - 1) * results, results).Select(SampleUsers.Json).ToList();
            if (page == MalformedIn) users.Insert(5, "17");
            var body = $$"""{"results":[{{string.Join(',', users)}}],"info":{"page":{{page}} } }""";
            if (page != TruncatesOnce) return Results.Content(body);

            TruncatesOnce = 0;
            return Results.Content(body[..(body.Length / 2)]);
        }
    }
}
