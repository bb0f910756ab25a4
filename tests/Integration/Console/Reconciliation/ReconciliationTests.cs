using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Console.Reconciliation;
using Xunit.Abstractions;

namespace Streaming.Tests.Integration.Console.Reconciliation;

public sealed class ReconciliationTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Minute = TestTime.Minute;

    [PostgresFact]
    public async Task A_row_that_was_deleted_behind_the_table_s_back_is_named_and_what_is_stored_rejected_or_on_its_way_is_not()
    {
        await using var test = await ReconciliationUnderTest.CreateAsync();
        await test.AddRawAsync(10, Minute);
        await test.PublishAsync(1, 11);
        await test.ProcessAsync(10);
        await test.SinkAsync(10);
        await test.RejectAsync(3);
        await test.StoreAsync("seq NOT IN (3, 5)");
        await test.AddRawAsync(5, Minute.AddSeconds(59));
        await test.PublishAsync(11, 13);
        await test.AddRawAsync(1, Minute.AddMinutes(1));
        await test.ExecuteAsync("INSERT INTO ingestion_duplicates VALUES ($1, 7)", Minute.UtcDateTime);

        var found = await CheckAsync(test, Subject.OfMinute(Minute));

        Assert.Equal(new Findings(22, 7, 15, 12, 8, 1, 5, 1, [await test.IdAsync(5)]) with { MissingIds = found.MissingIds }, found);
        Assert.Equal([await test.IdAsync(5)], found.MissingIds);

        await test.StoreAsync("seq = 5");
        Assert.True((await CheckAsync(test, Subject.OfMinute(Minute))).IsComplete);
    }

    [PostgresFact]
    public async Task A_record_that_a_stage_has_still_to_read_is_in_flight_and_missing_once_all_have_read_it()
    {
        await using var test = await ReconciliationUnderTest.CreateAsync();
        await test.AddRawAsync(4, Minute);

        Assert.Equal((0, 4, 0), await StateAsync());
        await test.PublishAsync(1, 5);
        Assert.Equal((4, 4, 0), await StateAsync());
        await test.ProcessAsync(4);
        Assert.Equal((4, 4, 0), await StateAsync());
        await test.SinkAsync(4);
        Assert.Equal((4, 0, 4), await StateAsync());

        async Task<(long Published, long InFlight, long Missing)> StateAsync()
        {
            var found = await CheckAsync(test, Subject.OfMinute(Minute));
            return (found.Published, found.InFlight, found.Missing);
        }
    }

    [PostgresFact]
    public async Task A_run_is_checked_among_the_rows_of_others_and_rows_that_raw_users_lacks_are_counted()
    {
        await using var test = await ReconciliationUnderTest.CreateAsync();
        await test.AddRawAsync(20, Minute);
        await test.AddRawAsync(30, Minute.AddSeconds(1), "run-1");
        await test.AddRawAsync(20, Minute.AddSeconds(2));
        await test.AddRawAsync(10, Minute.AddSeconds(3), "run-1");
        await test.ExecuteAsync("INSERT INTO ingestion_runs VALUES ('run-1', $1, $1, $2, 40, 2)", Minute.UtcDateTime, Minute.AddSeconds(4).UtcDateTime);
        await test.PublishAsync(1, 81);
        await test.ProcessAsync(80);
        await test.SinkAsync(80);
        await test.StoreAsync("run_id = 'run-1' AND seq <> 75");
        await test.ExecuteAsync("DELETE FROM raw_users WHERE seq = 30");

        var found = await CheckAsync(test, Subject.OfRun("run-1"));

        Assert.Equal((42, 2, 39, 38, 1, 1), (found.Accepted, found.Duplicate, found.Raw, found.Stored, found.Missing, found.Gone));
        Assert.Equal([await test.IdAsync(75)], found.MissingIds);
        await Assert.ThrowsAsync<InvalidOperationException>(() => CheckAsync(test, Subject.OfRun("no such run")));
    }

    [PostgresFact]
    public async Task Minutes_are_listed_with_what_they_brought_also_where_rows_at_their_edges_are_gone()
    {
        await using var test = await ReconciliationUnderTest.CreateAsync();
        await test.AddRawAsync(100, Minute);
        await test.AddRawAsync(200, Minute.AddMinutes(1));
        await test.AddRawAsync(300, Minute.AddMinutes(3));
        await test.ExecuteAsync("DELETE FROM raw_users WHERE seq IN (1, 50, 600)");
        await test.Results.SaveAsync(Subject.OfMinute(Minute), new Findings(100, 0, 98, 98, 98, 0, 0, 0, []), default);
        await test.ExecuteAsync("INSERT INTO ingestion_duplicates VALUES ($1, 4)", Minute.AddMinutes(2).UtcDateTime);

        var lines = await new Overview(test.Raw, test.Results).MinutesAsync(Minute.AddMinutes(5).AddSeconds(7), default);

        Assert.Equal([(3, 300, 0), (2, 0, 4), (1, 200, 0), (0, 99, 0)], lines.Select(line => ((int)(line.At - Minute).TotalMinutes, line.New, line.Duplicate)));
        Assert.Equal(2, lines[^1].Checked!.Found.Gone);
        Assert.Null(lines[0].Checked);
    }

    [PostgresFact]
    public async Task Ten_thousand_rows_are_checked_in_seconds_and_listed_in_no_time()
    {
        await using var test = await ReconciliationUnderTest.CreateAsync();
        await test.AddRawAsync(10_000, Minute);
        await test.PublishAsync(1, 10_001);
        await test.ProcessAsync(10_000);
        await test.SinkAsync(10_000);
        await test.StoreAsync("true");

        var started = Stopwatch.GetTimestamp();
        var found = await CheckAsync(test, Subject.OfMinute(Minute));
        var checkedIn = Stopwatch.GetElapsedTime(started);
        started = Stopwatch.GetTimestamp();
        await new Overview(test.Raw, test.Results).MinutesAsync(Minute, default);
        var listedIn = Stopwatch.GetElapsedTime(started);

        output.WriteLine($"10,000 rows checked in {checkedIn.TotalMilliseconds:F0} ms, 60 minutes listed in {listedIn.TotalMilliseconds:F0} ms");
        Assert.True(found.IsComplete);
        Assert.Equal(10_000, found.Stored);
        Assert.InRange(checkedIn, TimeSpan.Zero, TimeSpan.FromSeconds(15));
        Assert.InRange(listedIn, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [PostgresFact]
    public async Task A_check_that_is_asked_for_is_done_in_the_background_and_its_result_kept()
    {
        await using var test = await ReconciliationUnderTest.CreateAsync();
        await test.AddRawAsync(3, Minute);
        var checks = new Checks();
        using var loop = new ReconciliationLoop(checks, test.Reconciler, test.Results, TimeProvider.System, NullLogger<ReconciliationLoop>.Instance);
        await loop.StartAsync(default);

        checks.Add([Subject.OfMinute(Minute)]);
        var overview = new Overview(test.Raw, test.Results);
        await Wait.UntilAsync(async () => (await overview.MinutesAsync(Minute, default))[0].Checked is not null, "the result is there");
        await loop.StopAsync(default);

        Assert.Equal(3, (await overview.MinutesAsync(Minute, default))[0].Checked!.Found.InFlight);
        Assert.Null(checks.Status.Current);
    }

    private static Task<Findings> CheckAsync(ReconciliationUnderTest test, Subject subject) =>
        test.Reconciler.CheckAsync(subject, _ => { }, default).WaitAsync(Wait.Limit);
}
