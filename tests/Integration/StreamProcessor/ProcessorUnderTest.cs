using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Log.Kafka;
using Streaming.Pipeline.Log.Postgres;
using Streaming.Pipeline.Schemas.Postgres;
using Streaming.StreamProcessor;
using Streaming.StreamProcessor.InProcess;
using Streaming.Tests.Integration.Log;
using Streaming.Tests.Integration.Servers;

namespace Streaming.Tests.Integration.StreamProcessor;

/// <summary>A database with topics and schemas, users to append, engines to run, and what they wrote.</summary>
internal sealed class ProcessorUnderTest : IAsyncDisposable
{
    /// <summary>2026-06-01T12:00:00Z.</summary>
    public const long Start = 1_780_315_200_000_000;

    private const int ReadBytes = 64 * 1024;

    private readonly NpgsqlDataSource _source;
    private readonly LogProcess _process;
    private readonly ILog _log;
    private readonly PostgresSchemaRegistry _registry;
    private readonly ILogProducer _producer;
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private int _createdSchema;

    private ProcessorUnderTest(string connectionString, LogProcess process)
    {
        _source = NpgsqlDataSource.Create(connectionString);
        _process = process;
        _log = process.Log;
        _registry = new PostgresSchemaRegistry(_source);
        _producer = _log.CreateProducer();
    }

    public ProcessorOptions Options { get; } = new() { ReadWait = TimeSpan.FromMilliseconds(50) };

    public static async Task<ProcessorUnderTest> OnPostgresAsync()
    {
        var database = await PostgresServer.CreateDatabaseAsync();
        var options = new PostgresLogOptions { ReadBytes = ReadBytes, BatchBytes = 8 * 1024, FallbackPoll = TimeSpan.FromMilliseconds(100) };
        return await SetUpAsync(new ProcessorUnderTest(database, new PostgresProcess(database, options)));
    }

    /// <summary>The topics' names are fixed, so those of the test before are deleted.</summary>
    public static async Task<ProcessorUnderTest> OnKafkaAsync()
    {
        var server = await KafkaServer.SharedAsync();
        await server.DeleteTopicsAsync([.. Topics.All.Select(topic => topic.Name)]);
        var process = new KafkaProcess(server.BootstrapServers, options: new KafkaLogOptions { ReadBytes = ReadBytes });
        return await SetUpAsync(new ProcessorUnderTest(await PostgresServer.CreateDatabaseAsync(), process));
    }

    public async Task<Engine> StartEngineAsync() => new(
        _log,
        await ProcessorSchemas.LoadAsync(_registry, TimeProvider.System, NullLogger.Instance, default),
        Options,
        TimeProvider.System,
        new ProcessorMetrics(_services.GetRequiredService<IMeterFactory>()),
        NullLogger.Instance,
        () => { });

    /// <summary>The user of a number: its ingested_at is 50 ms after that of the one before, and one of ten breaks a rule.</summary>
    public static bool IsValid(int number) => number % 10 != 3;

    /// <summary>The id that the next schema will be registered under.</summary>
    public async Task<int> NextSchemaIdAsync()
    {
        await using var last = _source.CreateCommand("SELECT max(id) FROM schema_registry.schemas");
        return (int)(await last.ExecuteScalarAsync())! + 1;
    }

    /// <summary>Registers users_created with one optional field more, as a newer Ingestion would.</summary>
    public async Task<int> RegisterNextVersionAsync()
    {
        var schema = JsonNode.Parse(EventSchemas.Of(Topics.UsersCreated))!;
        schema["properties"]!["nickname"] = new JsonObject { ["type"] = "string" };
        return await _registry.RegisterAsync(EventSchemas.SubjectOf(Topics.UsersCreated), schema.ToJsonString(), default);
    }

    public async Task AppendAsync(IEnumerable<int> numbers, int? schema = null)
    {
        using var writer = new RecordWriter();
        foreach (var number in numbers)
        {
            var id = IdOf(number).ToString();
            var value = writer.Begin(Topics.UsersCreated, Encoding.UTF8.GetBytes(id), new RecordHeaders { RawSeq = number + 1 });
            WireFormat.WritePrefix(value, schema ?? _createdSchema);
            UserJson.Write(value, User(number), UserForm.Created);
            writer.End();
        }

        await _producer.AppendAsync(writer, default);
    }

    public async Task AppendRawAsync(byte[] value)
    {
        using var writer = new RecordWriter();
        writer.Add(Topics.UsersCreated, "key"u8, default, value);
        await _producer.AppendAsync(writer, default);
    }

    /// <summary>Runs the engine until the group has read everything.</summary>
    public async Task DrainAsync(Engine engine) => await Wait.UntilAsync(
        async () =>
        {
            await StepAsync(engine);
            return await IsDrainedAsync();
        },
        "the processor is at the end of users_created");

    /// <summary>One step, begun anew after what a rebalance may do to it.</summary>
    public static async Task StepAsync(Engine engine)
    {
        try
        {
            await engine.ProcessAsync(default);
            await engine.CommitAsync(default);
        }
        catch (Exception lost) when (lost is FencedException or LogUnavailableException)
        {
            await engine.ResetAsync(default);
        }
    }

    public async Task<bool> IsDrainedAsync() => (await _log.GetGroupOffsetsAsync([Groups.Processor], default)).All(offset => offset.Lag == 0);

    /// <summary>The raw seqs of the records in a topic, in rising order.</summary>
    public async Task<List<long>> RawSeqsAsync(Topic topic)
    {
        var seqs = new List<long>();
        await ForEachAsync(topic, batch =>
        {
            foreach (var record in batch) seqs.Add(record.Headers.RawSeq);
        });
        seqs.Sort();
        return seqs;
    }

    public async Task<List<RejectedUser>> RejectedAsync()
    {
        var rejected = new List<RejectedUser>();
        await ForEachAsync(Topics.UsersRejected, batch =>
        {
            foreach (var record in batch) rejected.Add(RejectedUser.Read(record.Value[WireFormat.PrefixLength..]));
        });
        return rejected;
    }

    /// <summary>The last row of each count.</summary>
    public async Task<List<StatsRow>> CountsAsync()
    {
        var rows = new Dictionary<string, StatsRow>();
        await ForEachAsync(Topics.UsersStats, batch =>
        {
            foreach (var record in batch) rows[Encoding.UTF8.GetString(record.Key)] = StatsRow.Read(record.Value[WireFormat.PrefixLength..]);
        });
        return [.. rows.Values];
    }

    /// <summary>Checks that of the users 0 to count − 1 each is processed or rejected exactly once and that the counts are right.</summary>
    public async Task AssertExactlyOnceAsync(int count)
    {
        var numbers = Enumerable.Range(0, count).ToList();
        Assert.Equal(numbers.Where(IsValid).Select(number => number + 1L), await RawSeqsAsync(Topics.UsersProcessed));
        Assert.Equal(numbers.Where(number => !IsValid(number)).Select(number => number + 1L), await RawSeqsAsync(Topics.UsersRejected));

        var expected = numbers.Where(IsValid).GroupBy(number => (TimeOf(number) / 60_000_000 * 60_000_000, GenderOf(number)))
            .ToDictionary(group => group.Key, group => (long)group.Count());
        var actual = (await CountsAsync()).GroupBy(row => (row.WindowStart, row.Gender)).ToDictionary(group => group.Key, group => group.Sum(row => row.Count));
        Assert.Equal(expected.OrderBy(pair => pair.Key), actual.OrderBy(pair => pair.Key));
    }

    public async ValueTask DisposeAsync()
    {
        await _producer.DisposeAsync();
        await _process.DisposeAsync();
        await _source.DisposeAsync();
        await _services.DisposeAsync();
    }

    private static async Task<ProcessorUnderTest> SetUpAsync(ProcessorUnderTest test)
    {
        await test._log.CreateTopicsAsync(Topics.All, default);
        await test._registry.SetUpAsync(default);
        foreach (var topic in Topics.All) await test._registry.RegisterAsync(EventSchemas.SubjectOf(topic), EventSchemas.Of(topic), default);
        test._createdSchema = (await test._registry.FindAsync(EventSchemas.SubjectOf(Topics.UsersCreated), EventSchemas.Of(Topics.UsersCreated),
            default))!.Value;
        return test;
    }

    private async Task ForEachAsync(Topic topic, Action<RecordBatch> use)
    {
        for (var partition = 0; partition < topic.Partitions; partition++)
        {
            await foreach (var batch in _log.ReadAsync(topic[partition], 0, default))
            {
                using (batch) use(batch);
            }
        }
    }

    private static Guid IdOf(int number) => new(number % 1000, 1, 2, [3, 4, 5, 6, 7, 8, 9, 10]);

    private static long TimeOf(int number) => Start + number * 50_000L;

    private static string GenderOf(int number) => number % 2 == 0 ? "female" : "male";

    private static UserRow User(int number)
    {
        var row = new UserRow();
        row.Set(UserField.Id, IdOf(number));
        row.SetTimestamp(UserField.IngestedAt, TimeOf(number));
        Set(UserField.FirstName, "Zoë");
        Set(UserField.LastName, "Øverland");
        Set(UserField.Gender, GenderOf(number));
        Set(UserField.Address, "7541 Storgata");
        Set(UserField.City, "Tromsø");
        Set(UserField.State, "Troms");
        Set(UserField.Country, "Norway");
        Set(UserField.Nationality, "NO");
        Set(UserField.PostCode, "9008");
        Set(UserField.Latitude, "36.7507");
        Set(UserField.Longitude, "-169.1103");
        Set(UserField.Email, IsValid(number) ? "zoe@example.com" : "nowhere");
        Set(UserField.Username, "bigmouse581");
        Set(UserField.DateOfBirth, "1981-10-20T18:46:45.926Z");
        Set(UserField.RegisteredDate, "2018-07-22T19:29:37.066Z");
        Set(UserField.Phone, "(089) 8673781");
        Set(UserField.Picture, "https://randomuser.me/api/portraits/women/20.jpg");
        return row;

        void Set(UserField field, string value) => row.Set(field, Encoding.UTF8.GetBytes(value));
    }
}
