using System.Buffers;
using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Streaming.Pipeline.Log;
using Xunit.Abstractions;

namespace Streaming.Tests.EndToEnd.Browser;

/// <summary>The console on a pipeline that has run for long, with more of everything than a page shows.</summary>
public sealed class ScaleTests(ConsoleUnderTest console, ITestOutputHelper output) : IClassFixture<ConsoleUnderTest>
{
    private const int Letters = 200_000;
    private const long Records = 10_000_000;
    private const int Runs = 5_000;
    private const int Viewers = 10;

    private const int SeriesOfLetters = 91;
    private const int EventsPerRequest = 1_000;
    private const int RecordsPerBatch = 1_000;
    private const int Looks = 5;
    private const string Elsewhere = "schemas";

    private static readonly Topic Many = new("many", 4, TimeSpan.FromDays(7));
    private static readonly string[] Schedules = ["north", "east", "south", "west"];
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(20);

    [BrowserFact]
    public async Task Every_page_is_there_within_300_ms_and_ten_viewers_cost_little()
    {
        await PushBadEventsAsync();
        await AppendManyRecordsAsync();
        await InsertRunsAsync();
        await Wait.UntilAsync(async () => await IndexedAsync() == Letters, Wait.Limit, () => $"{Letters} dead letters in the index");
        var letter = await console.Pipeline.QueryAsync<long>("SELECT max(letter) FROM console.dead_letters");
        var user = await console.Pipeline.QueryAsync<Guid>("SELECT id FROM raw_users ORDER BY seq LIMIT 1");
        string[] pages =
        [
            "", "schedules", "schedules/north", "schedules/~new", "runs", "runs?schedule=north", "runs/north-1000", "topics", "topics/many",
            $"topics/many?partition=2&offset={Records / 8}", "topics/users_rejected", "schemas", "schemas/users_created-value", "dead-letters",
            "dead-letters?rule=email.format&field=email", $"dead-letters/{letter}", "tables?country=NO", "charts", "reconciliation", $"event?id={user}",
        ];

        await using var viewer = await console.OpenAsync();
        var slow = new List<string>();
        foreach (var page in pages)
        {
            var (opened, followed) = (new double[Looks], new double[Looks]);
            for (var look = 0; look < Looks; look++)
            {
                opened[look] = await OpenAsync(viewer, page);
                followed[look] = await FollowAsync(viewer, page);
            }

            // The quickest look: what else runs on the machine, and what is compiled at the first, is no matter of how much there is to show.
            output.WriteLine($"{followed.Min(),6:F0} ms by a link, {opened.Min(),6:F0} ms with the browser's start of a page  /{page}");
            if (followed.Min() > 300) slow.Add(page);
        }

        await WatchAsync();
        Assert.Empty(slow);
    }

    /// <summary>The share of a core that live updates take: on the page that changes most, which all viewers look at.</summary>
    private async Task WatchAsync()
    {
        var viewers = new List<Viewer>();
        for (var i = 0; i < Viewers; i++) viewers.Add(await console.OpenAsync());
        var pid = console.Pipeline.Endpoints.Resources["console"].Pid!.Value;
        var (before, started) = (ProcessTree.CpuSeconds(pid), Stopwatch.GetTimestamp());
        await Task.Delay(Watched);
        var share = (ProcessTree.CpuSeconds(pid) - before) / Stopwatch.GetElapsedTime(started).TotalSeconds;
        output.WriteLine($"{share:P2} of a core for {Viewers} viewers");
        foreach (var viewer in viewers)
        {
            await viewer.SeesAsync(viewer.Heading("Pipeline"));
            await viewer.DisposeAsync();
        }

        Assert.InRange(share, 0, 0.03);
    }

    /// <summary>Opens a page by its address; returns after how many milliseconds its data were there, as the browser's clock has it.</summary>
    private static async Task<double> OpenAsync(Viewer viewer, string page)
    {
        await viewer.Page.GotoAsync(page);
        return await LoadedAsync(viewer, "", 0);
    }

    /// <summary>Likewise, by a link on a page of another heading.</summary>
    private static async Task<double> FollowAsync(Viewer viewer, string page)
    {
        await viewer.GoAsync(page == Elsewhere ? "tables" : Elsewhere);
        var heading = await viewer.Page.Locator("h1").InnerTextAsync();
        var started = await viewer.Page.EvaluateAsync<double>("page => { const started = performance.now(); Blazor.navigateTo(page); return started; }", page);
        return await LoadedAsync(viewer, heading, started);
    }

    private static async Task<double> LoadedAsync(Viewer viewer, string before, double started)
    {
        var loaded = await viewer.Page.WaitForFunctionAsync(
            """
            before => document.querySelector('h1') && document.querySelector('h1').innerText !== before
                && !/^(Loading…|Asking the services)/m.test(document.body.innerText) && performance.now()
            """, before);
        return await loaded.JsonValueAsync<double>() - started;
    }

    private async Task PushBadEventsAsync()
    {
        for (var first = 0; first < Letters; first += EventsPerRequest)
        {
            var lines = Encoding.UTF8.GetString(SampleEvents.Lines(SeriesOfLetters, first, EventsPerRequest)).Replace("@example.com", "");
            await PushClient.SendAsync(console.Pipeline.Push, Encoding.UTF8.GetBytes(lines), Wait.Limit);
        }
    }

    private Task<long> IndexedAsync() => console.Pipeline.QueryAsync<long>("SELECT count(*) FROM console.dead_letters");

    /// <summary>One batch is appended to each partition, then copied: it is only read.</summary>
    private async Task AppendManyRecordsAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(console.Pipeline.Database);
        builder.AddLog();
        using var host = builder.Build();
        var log = host.Services.GetRequiredService<ILog>();
        await log.CreateTopicsAsync([Many], default);
        using var records = new RecordWriter();
        for (var i = 0; i < Many.Partitions * RecordsPerBatch; i++)
        {
            var user = SampleEvents.Id(SeriesOfLetters, i).ToByteArray();
            records.Begin(Many[i % Many.Partitions], user, default).Write("""{"note":"one of ten million"}"""u8);
            records.End();
        }

        await using (var producer = log.CreateProducer()) await producer.AppendAsync(records, default);
        await using var copy = console.Pipeline.Database.CreateCommand($"""
            INSERT INTO log.{Many.Name}
            SELECT partition, base_offset + n * record_count, record_count, appended_at + n * interval '1 millisecond', records
            FROM log.{Many.Name}, generate_series(1, {Records / Many.Partitions / RecordsPerBatch - 1}) n;
            UPDATE log.partitions SET next_offset = {Records / Many.Partitions} WHERE topic = '{Many.Name}';
            ANALYZE log.{Many.Name};
            """);
        await copy.ExecuteNonQueryAsync();
    }

    private async Task InsertRunsAsync()
    {
        foreach (var name in Schedules)
        {
            await console.CallAsync("api/schedules", new { name, interval_seconds = 86_400, users_per_run = 20, page_size = 20 });
            await console.CallAsync($"api/schedules/{name}/pause", new { });
        }

        await using var insert = console.Pipeline.Database.CreateCommand($"""
            INSERT INTO ingestion_runs (
                run_id, schedule, logical_time, trigger, state, page_size, pages, pages_done, fetched, new, attempts, created_at, started_at, finished_at)
            SELECT schedule || '-' || n, schedule, at, 'schedule', 'succeeded', 20, 1, 1, 20, 20, 1, at, at, at + interval '1 second'
            FROM unnest($1) schedule, generate_series(1, {Runs / Schedules.Length}) n, LATERAL (SELECT now() - n * interval '1 hour' AS at) times;
            """);
        insert.Parameters.Add(new() { Value = Schedules });
        await insert.ExecuteNonQueryAsync();
    }
}
