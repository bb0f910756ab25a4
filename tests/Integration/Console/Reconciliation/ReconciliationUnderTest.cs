using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Streaming.Console.DeadLetters;
using Streaming.Console.Reconciliation;
using Streaming.Ingestion.RawStore;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Log.Postgres;
using Streaming.Tests.Integration.Servers;
using ConsoleSetup = Streaming.Console.Setup;
using ConsoleTables = Streaming.Console.Tables.Postgres.PostgresTables;

namespace Streaming.Tests.Integration.Console.Reconciliation;

/// <summary>A pipeline whose stages are done by hand, over a database of its own: raw rows, the log, its groups, dead letters and tables.</summary>
internal sealed class ReconciliationUnderTest : IAsyncDisposable
{
    private static readonly TimeSpan ReadWait = TimeSpan.FromSeconds(5);

    private readonly PostgresLog _log;

    private ReconciliationUnderTest(NpgsqlDataSource database)
    {
        Database = database;
        _log = new PostgresLog(database, new PostgresLogOptions(), NullLogger<PostgresLog>.Instance);
        Raw = new RawRows(database);
        Results = new Results(database, TimeProvider.System);
        Reconciler = new Reconciler(Raw, _log, new ConsoleTables(database), TimeProvider.System);
    }

    public NpgsqlDataSource Database { get; }

    public RawRows Raw { get; }

    public Results Results { get; }

    public Reconciler Reconciler { get; }

    public static async Task<ReconciliationUnderTest> CreateAsync()
    {
        var test = new ReconciliationUnderTest(NpgsqlDataSource.Create(await PostgresServer.CreateDatabaseAsync()));
        await RawSchema.CreateAsync(test.Database, default);
        await test._log.CreateTopicsAsync(Topics.Kept, default);
        await test.ExecuteAsync(Streaming.CassandraSink.Tables.Postgres.Schema.Create);
        await new ConsoleSetup(test.Database, NullLogger<ConsoleSetup>.Instance).RunAsync(default);

        // What the console reads of the runs, whatever else Ingestion keeps of them.
        await test.ExecuteAsync("""
            DROP TABLE IF EXISTS ingestion_runs CASCADE;
            CREATE TABLE ingestion_runs (
                run_id text PRIMARY KEY, logical_time timestamptz NOT NULL, started_at timestamptz, finished_at timestamptz, new bigint, duplicate bigint)
            """);
        return test;
    }

    /// <summary>Adds raw rows behind those that are there, a microsecond apart.</summary>
    public Task AddRawAsync(int rows, DateTimeOffset from, string run = "request") => ExecuteAsync(
        """
        WITH last AS (SELECT last_seq FROM ingestion_clock), added AS (
            INSERT INTO raw_users (seq, id, content_hash, source, run_id, payload, ingested_at)
            SELECT last_seq + i, gen_random_uuid(), gen_random_uuid(), 'test', $3, '{}', $2 + (i - 1) * interval '1 microsecond'
            FROM last, generate_series(1, $1) i)
        UPDATE ingestion_clock SET last_seq = last_seq + $1, last_ingested_at = $4
        """,
        rows, from.UtcDateTime, run, Timestamps.ToMicros(from) + rows - 1);

    /// <summary>Appends the rows to users_created that are not there yet, up to a seq.</summary>
    public async Task PublishAsync(long from, long until)
    {
        using var records = new RecordWriter();
        foreach (var row in await Raw.ReadAsync(from, until, null, default))
            records.Add(Topics.UsersCreated, Encoding.ASCII.GetBytes(row.Id.ToString()), new RecordHeaders { RawSeq = row.Seq }, "{}"u8);
        await AppendAsync(records);
    }

    /// <summary>Has the stream processor read so many records: each becomes one of users_processed.</summary>
    public Task ProcessAsync(int records) => ForwardAsync(Groups.Processor, records, Topics.UsersProcessed);

    /// <summary>Has the sink read so many records; writes nothing.</summary>
    public Task SinkAsync(int records) => ForwardAsync(Groups.Sink, records, null);

    /// <summary>Stores the users of raw rows.</summary>
    public Task StoreAsync(string which) =>
        ExecuteAsync($"INSERT INTO spark_streams.created_users (id, ingested_at) SELECT id, ingested_at FROM raw_users WHERE {which}");

    /// <summary>Writes a dead letter of a raw row, and has it indexed.</summary>
    public async Task RejectAsync(long seq)
    {
        using var records = new RecordWriter();
        var key = Encoding.ASCII.GetBytes(seq.ToString(CultureInfo.InvariantCulture));
        var value = records.Begin(Topics.UsersRejected, key, new RecordHeaders { RawSeq = seq });
        WireFormat.WritePrefix(value, 1);
        new RejectedUser(seq, null, null, null, [new RuleViolation("email.format", "email", "is none")], 1, TestTime.Micros, "{}"u8.ToArray()).Write(value);
        records.End();
        await AppendAsync(records);
        await new LetterFollower(_log, Database, TimeProvider.System, NullLogger<LetterFollower>.Instance).FollowAsync(default);
    }

    public async Task<Guid> IdAsync(long seq) => (await Raw.ReadAsync(seq, seq + 1, null, default)).Single().Id;

    public async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var command = Database.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        await Database.DisposeAsync();
    }

    private async Task AppendAsync(RecordWriter records)
    {
        await using var producer = _log.CreateProducer();
        await producer.AppendAsync(records, default);
    }

    private async Task ForwardAsync(Subscription group, int records, Topic? to)
    {
        await using var consumer = _log.CreateConsumer(group);
        using var output = new RecordWriter();
        for (var read = 0; read < records;)
        {
            var batches = await consumer.ReadAsync(ReadWait, default);
            Assert.NotEmpty(batches);
            foreach (var batch in batches)
            {
                read += batch.Count;
                foreach (var record in batch)
                    if (to is not null) output.Add(to, record.Key, record.Headers, record.Value);
                batch.Dispose();
            }

            await consumer.CommitAsync(output, default);
            output.Clear();
        }
    }
}
