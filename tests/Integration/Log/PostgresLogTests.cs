using Npgsql;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Log.Postgres;
using Streaming.Tests.Integration.Servers;

namespace Streaming.Tests.Integration.Log;

[SkipReason(nameof(SkipReason))]
public sealed class PostgresLogTests : LogContract
{
    private static readonly PostgresLogOptions Quick = new()
    {
        HeartbeatInterval = TimeSpan.FromMilliseconds(300),
        LeaseDuration = TimeSpan.FromSeconds(1.5),
    };

    private static readonly Topic Records = new("looked_at", 2, TimeSpan.FromDays(1));

    private string _database = "";

    public static string? SkipReason => PostgresRequirement.SkipReason;

    protected override bool IsContiguous => true;

    protected override async Task PrepareAsync() => _database = await PostgresServer.CreateDatabaseAsync();

    protected override LogProcess StartProcess() => new PostgresProcess(_database, Quick);

    [PostgresFact]
    public async Task A_member_that_was_fenced_comes_back_by_reset()
    {
        await using var process = StartProcess();
        await using var producer = process.Log.CreateProducer();
        using var records = Texts.Records((Records[0], "a"));
        await process.Log.CreateTopicsAsync([Records], default);
        await producer.AppendAsync(records, default);
        await using var consumer = process.Log.CreateConsumer(new Subscription("group", Records));
        await consumer.ReadAsync(1);
        await ExecuteAsync(_database, "UPDATE log.leases SET member = NULL, epoch = epoch + 1");

        await Assert.ThrowsAsync<FencedException>(() => consumer.CommitAsync(records, default));
        await consumer.ResetAsync(default);

        Assert.Single(await consumer.ReadAsync(1));
        await consumer.CommitAsync(null, default);
        Assert.Single(await process.Log.AllAsync(Records));
    }

    [PostgresFact]
    public async Task Each_append_is_whole_or_absent_when_the_server_is_killed_and_started_again()
    {
        await using var server = await PostgresServer.LaunchAsync();
        await using var process = new PostgresProcess(await server.NewDatabaseAsync(), Quick);
        await process.Log.CreateTopicsAsync([Records], default);
        var appended = 0;
        var failures = 0;
        using var stop = new CancellationTokenSource();
        var appending = Task.Run(async () =>
        {
            await using var producer = process.Log.CreateProducer();
            while (!stop.IsCancellationRequested)
            {
                using var records = Texts.Records((Records[0], $"{appended}"), (Records[1], $"{appended}"));
                try
                {
                    await producer.AppendAsync(records, default);
                    appended++;
                }
                catch (LogUnavailableException)
                {
                    failures++;
                }
            }
        });
        await using var consumer = process.Log.CreateConsumer(new Subscription("group", Records));
        await consumer.ReadAsync(2);
        await consumer.CommitAsync(null, default);

        for (var kill = 1; kill <= 2; kill++)
        {
            var (before, failed) = (appended, failures);
            await Wait.UntilAsync(() => appended > before + 50, "appends before the kill");
            await server.KillAsync();
            await Wait.UntilAsync(() => failures > failed, "a failed append");
            await Assert.ThrowsAsync<LogUnavailableException>(() => consumer.ReadAsync(10_000));
            await server.StartAsync();
        }

        var resumed = appended;
        await Wait.UntilAsync(() => appended > resumed + 50, "appends after the last start");
        await stop.CancelAsync();
        await appending;
        await consumer.ResetAsync(default);
        await consumer.ReadAsync(100);

        var all = await process.Log.AllAsync(Records);
        var first = all.Where(record => record.Partition == Records[0]).ToList();
        Assert.Equal(first.Select(record => record.Value), all.Where(record => record.Partition == Records[1]).Select(record => record.Value));
        Assert.Equal(Enumerable.Range(0, first.Count), first.Select(record => (int)record.Offset));
        Assert.Equal(Enumerable.Range(0, appended), first.Select(record => int.Parse(record.Value)).Distinct());
    }

    [PostgresFact]
    public async Task No_question_of_an_operator_reads_a_whole_table()
    {
        const int Batches = 20_000;
        await using (var process = StartProcess())
        {
            await process.Log.CreateTopicsAsync([Records], default);
            await using (var consumer = process.Log.CreateConsumer(new Subscription("group", Records)))
                Assert.Empty(await consumer.ReadAsync(TimeSpan.FromSeconds(1), default));
            await ExecuteAsync(_database, $"""
                INSERT INTO log.looked_at SELECT 0, n, 1, to_timestamp(n), decode(repeat('00', 22), 'hex') FROM generate_series(0, {Batches - 1}) n;
                UPDATE log.partitions SET next_offset = {Batches} WHERE topic = 'looked_at' AND partition = 0;
                """);
            await ExecuteAsync(_database, "ANALYZE log.looked_at");

            var range = (await process.Admin.GetPartitionsAsync(default)).Single(range => range.Partition == Records[0]);
            Assert.Equal((0, Batches), (range.Start, range.End));
            Assert.Equal(Batches, (await process.Admin.GetGroupsAsync(default))[0].Offsets[0].Lag);
            Assert.Equal(50, (await process.Admin.ReadBackAsync(range, Batches / 2, 50, default)).Count);
            Assert.Equal(12_345, await process.Admin.FindOffsetAsync(Records[0], DateTimeOffset.FromUnixTimeSeconds(12_345), default));
        }

        // What a session has done is counted when it ends.
        const string Scans = "SELECT idx_scan FROM pg_stat_user_tables WHERE relname = 'looked_at'";
        await Wait.UntilAsync(async () => (long)(await ExecuteAsync(_database, Scans))! > 0, "the statistics");
        Assert.Equal(0L, await ExecuteAsync(_database, Scans.Replace("idx_scan", "seq_tup_read")));
    }

    [PostgresFact]
    public async Task Records_can_be_looked_at_in_sql()
    {
        await using var process = StartProcess();
        await process.Log.CreateTopicsAsync([Records], default);
        await using var producer = process.Log.CreateProducer();
        using var writer = new RecordWriter();
        writer.Add(Records, "id"u8, new RecordHeaders { RawSeq = -2, RunId = "run"u8, TraceParent = "00-t"u8 }, [0, 0, 0, 1, 2, .. "{\"name\":\"Zoë\"}"u8]);
        writer.Add(Records, "id"u8, default, [0xff]);
        await producer.AppendAsync(writer, default);

        Assert.Equal(
            "0|id|-2|00-t|run|258|{\"name\":\"Zoë\"}\n1|id|0||||\\377",
            await ExecuteAsync(
                _database,
                "SELECT string_agg(concat_ws('|', \"offset\", key, raw_seq, traceparent, run_id, coalesce(schema_id::text, ''), value), E'\\n') FROM log.records('looked_at')"));
    }

    private static async Task<object?> ExecuteAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
