using System.Diagnostics;
using System.Text;
using Streaming.CassandraSink;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.Tests.Integration.Servers;

namespace Streaming.Tests.Integration.CassandraSink;

public sealed class SinkTests
{
    private const long T = TestUsers.Start;

    [PostgresFact]
    public async Task What_cannot_be_stored_becomes_a_dead_letter_and_its_neighbours_are_stored()
    {
        await using var test = await SinkUnderTest.CreateAsync();
        for (var i = 0; i < 50; i++) test.Add(TestUsers.Row(Guid.NewGuid(), T + i));
        test.Add(TestUsers.Row(Guid.NewGuid(), T).With(UserField.City, "a\0b"), new RecordHeaders { RawSeq = 77 });
        test.Add(TestUsers.Row(Guid.NewGuid(), T).With(UserField.DateOfBirth, "tomorrow"));
        test.Add(TestUsers.Row(Guid.NewGuid(), T).With(UserField.Age, "99999999999"));
        test.Add(Topics.UsersProcessed, "no prefix"u8);
        test.Add(Topics.UsersProcessed, [0, 0, 0, 0, 1, .. "{\"id\":"u8]);
        test.Add(Topics.UsersStats, [0, 0, 0, 0, 1, .. "{\"count\":"u8]);
        await test.AppendAsync();

        await test.StartAsync();
        await test.CaughtUpAsync();

        Assert.Equal(50L, await test.Tables.ScalarAsync<long>("SELECT count(*) FROM spark_streams.created_users"));
        var rejected = await test.RejectedAsync();
        Assert.Equal(["decode", "decode", "decode", "decode", "decode", "table"], rejected.Select(letter => letter.Rules.Single().Rule).Order());
        Assert.Contains(rejected, letter => letter.Rules[0].Field == "date_of_birth");
        Assert.Contains(rejected, letter => letter.Original.Span.SequenceEqual("no prefix"u8));
        Assert.Contains(rejected, letter => letter.Topic == "users_stats");

        var refused = rejected.Single(letter => letter.Rules[0].Rule == "table");
        Assert.StartsWith("22021: ", refused.Rules[0].Message);
        Assert.Equal((77L, "users_processed", 1), (refused.RawSeq, refused.Topic, refused.Attempts));
        Assert.Contains("a\\u0000b", Encoding.UTF8.GetString(refused.Original.Span));
    }

    [PostgresFact]
    public async Task A_record_of_an_unknown_schema_is_a_dead_letter_that_names_it_and_holds_nothing_up()
    {
        await using var test = await SinkUnderTest.CreateAsync();
        test.Add(Topics.UsersProcessed, [0, 0, 0, 3, 231, .. "{}"u8]).Add(TestUsers.Row(Guid.NewGuid(), T));
        await test.AppendAsync();

        await test.StartAsync();
        await test.CaughtUpAsync();

        var rule = Assert.Single(Assert.Single(await test.RejectedAsync()).Rules);
        Assert.Equal(("decode", "the schema 999 is not registered"), (rule.Rule, rule.Message));
        Assert.Equal(1L, await test.Tables.ScalarAsync<long>("SELECT count(*) FROM spark_streams.created_users"));
    }

    [PostgresFact]
    public async Task Reading_everything_again_changes_nothing()
    {
        await using var test = await SinkUnderTest.CreateAsync();
        var ids = Enumerable.Range(0, 200).Select(_ => Guid.NewGuid()).ToArray();
        for (var version = 0; version < 5; version++)
        {
            foreach (var id in ids) test.Add(TestUsers.Row(id, T + version, $"{version}"));
            test.Add(new StatsRow(T, "NL", "female", 0, 200 * (version + 1), version, version == 4));
            await test.AppendAsync();
        }

        await test.StartAsync();
        await test.CaughtUpAsync();
        var before = await ContentAsync(test);
        Assert.Equal([["city 4", 200L]], await test.Tables.QueryAsync("SELECT city, count(*) FROM spark_streams.created_users GROUP BY city"));
        Assert.Equal(
            [["NL", "female", 1000L, 4L, true]],
            await test.Tables.QueryAsync("SELECT nationality, gender, count, late, final FROM spark_streams.user_stats_total"));

        await test.StopAsync();
        await test.Tables.QueryAsync("UPDATE log.leases SET committed = 0 WHERE group_name = 'sink'");
        await test.StartAsync();
        await test.CaughtUpAsync();
        Assert.Equal(before, await ContentAsync(test));
    }

    [PostgresFact]
    public async Task Every_user_is_stored_once_though_the_server_is_killed_in_the_middle()
    {
        await using var server = await PostgresServer.LaunchAsync();
        await using var test = await SinkUnderTest.CreateAsync(await server.NewDatabaseAsync());
        for (var i = 0; i < 60_000; i++)
        {
            test.Add(TestUsers.Row(Guid.NewGuid(), T + i));
            if (i % 10_000 == 9_999) await test.AppendAsync();
        }

        await test.StartAsync();
        for (var kill = 1; kill <= 2; kill++)
        {
            await Wait.UntilAsync(async () => await StoredAsync(test) >= kill * 10_000, "some users are stored");
            await server.KillAsync();
            await server.StartAsync();
        }

        await test.CaughtUpAsync();
        Assert.Equal(60_000L, await StoredAsync(test));
    }

    [PostgresFact]
    public async Task A_record_that_carries_a_trace_has_its_upsert_in_it()
    {
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == SinkMetrics.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => { lock (spans) spans.Add(span); },
        };
        ActivitySource.AddActivityListener(listener);

        await using var test = await SinkUnderTest.CreateAsync();
        test.Add(TestUsers.Row(Guid.NewGuid(), T), new RecordHeaders { TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"u8 });
        test.Add(TestUsers.Row(Guid.NewGuid(), T));
        await test.AppendAsync();
        await test.StartAsync();
        await test.CaughtUpAsync();

        lock (spans)
        {
            var span = Assert.Single(spans, span => span.TraceId.ToHexString() == "0af7651916cd43dd8448eb211c80319c");
            Assert.Equal(("upsert created_users", "b7ad6b7169203331", ActivityKind.Client), (span.DisplayName, span.ParentSpanId.ToHexString(), span.Kind));
            Assert.Equal("postgresql", span.GetTagItem("db.system.name"));
        }
    }

    private static Task<long> StoredAsync(SinkUnderTest test) => test.Tables.ScalarAsync<long>("SELECT count(*) FROM spark_streams.created_users");

    private static async Task<List<object?[]>> ContentAsync(SinkUnderTest test) =>
    [
        .. await test.Tables.QueryAsync("SELECT u::text, xmin::text FROM spark_streams.created_users u ORDER BY id"),
        .. await test.Tables.QueryAsync("SELECT s::text, xmin::text FROM spark_streams.user_stats s"),
    ];
}
