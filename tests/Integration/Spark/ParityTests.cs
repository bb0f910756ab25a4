using System.Text;
using Npgsql;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Schemas.Postgres;
using Streaming.StreamProcessor;
using Streaming.Tests.Integration.Log;
using Streaming.Tests.Integration.Servers;

namespace Streaming.Tests.Integration.Spark;

/// <summary>
/// The same records through both engines. They come in waves, each drained before the next: Spark judges lateness by micro-batch, so within one the two may
/// call another user late. Of a redelivery behind the horizon the in-process engine writes a second row, Spark, whose horizon is the clock's, may not.
/// So rows are compared as sets, and of Spark's none may be there twice; of counts the last state is compared.
/// </summary>
[Collection(SparkCollection.Name)]
public sealed class ParityTests : IAsyncLifetime
{
    /// <summary>By which the engine finds the cluster; a cluster that is started while it is set refuses to.</summary>
    private const string Remote = "SPARK_REMOTE";

    private const int ManyEvents = 50_000;
    private const int SomeEvents = 10_000;

    private readonly string _checkpoint = Directory.CreateTempSubdirectory("streaming-checkpoint-").FullName;
    private KafkaServer _kafka = null!;
    private string _database = null!;
    private int _schema;

    public async Task InitializeAsync()
    {
        _kafka = await KafkaServer.SharedAsync();
        _database = await PostgresServer.CreateDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(_database);
        var registry = new PostgresSchemaRegistry(source);
        await registry.SetUpAsync(default);
        foreach (var topic in Topics.All)
        {
            var id = await registry.RegisterAsync(EventSchemas.SubjectOf(topic), EventSchemas.Of(topic), default);
            if (topic == Topics.UsersCreated) _schema = id;
        }
    }

    public Task DisposeAsync()
    {
        Environment.SetEnvironmentVariable(Remote, null);
        Directory.Delete(_checkpoint, recursive: true);
        return Task.CompletedTask;
    }

    [ServersFact(ServerHomes.Kafka, ServerHomes.Spark)]
    public async Task The_same_events_give_the_same_rows_in_both_engines() => await CompareAsync(await SparkServers.SharedAsync(), ManyEvents);

    [ServersFact(ServerHomes.Kafka, ServerHomes.Spark)]
    public async Task They_do_so_with_two_workers_too()
    {
        await using var spark = await SparkServers.LaunchAsync(workers: 2);
        await CompareAsync(spark, SomeEvents);
    }

    private async Task CompareAsync(SparkServers spark, int events)
    {
        Environment.SetEnvironmentVariable(Remote, spark.Remote);
        var expected = await RunAsync(ProcessorOptions.InProcessEngine, events, output => output.Stats.Count > 0);
        var actual = await RunAsync(ProcessorOptions.SparkEngine, events, output => output.Stats.SequenceEqual(expected.Stats));

        AssertSame(expected.Rejected, actual.Rejected);
        AssertSame(expected.Processed, actual.Processed);
        AssertSame(expected.Stats, actual.Stats);
        Assert.Equal(actual.Processed.Distinct().Count(), actual.Processed.Count);
        Assert.Equal(actual.Rejected.Distinct().Count(), actual.Rejected.Count);
        Assert.Contains(actual.Stats, count => !count.Contains("Late = 0,", StringComparison.Ordinal));
    }

    private static void AssertSame(IReadOnlyList<string> expected, IReadOnlyList<string> actual)
    {
        var missing = expected.Except(actual).ToList();
        var surplus = actual.Except(expected).ToList();
        Assert.True(missing.Count + surplus.Count == 0,
            $"{missing.Count} rows are missing, {surplus.Count} too many.{List("\n- ", missing)}{List("\n+ ", surplus)}");
    }

    private static string List(string bullet, List<string> rows) => string.Concat(rows.Take(20).Select(row => bullet + row));

    /// <summary>The topics' names are fixed, so an engine has them after the other; the same appends give the same offsets.</summary>
    private async Task<EngineOutput> RunAsync(string engine, int count, Predicate<EngineOutput> isSettled)
    {
        await _kafka.DeleteTopicsAsync([.. Topics.Kept.Select(topic => topic.Name)]);
        await using var process = new KafkaProcess(_kafka.BootstrapServers);
        await Wait.UntilAsync(() => TryCreateTopicsAsync(process.Log), "the topics made anew");
        await using (var host = await EngineHost.StartAsync(engine, _kafka.BootstrapServers, _database, _checkpoint))
        {
            await using var producer = process.Log.CreateProducer();
            var events = new ParityEvents(_schema);
            for (var wave = 0; wave < ParityEvents.Waves; wave++)
            {
                await AppendAsync(producer, events.Wave(wave, count / ParityEvents.Waves));
                await host.DrainAsync(engine);
            }

            // In the last micro-batch nothing closes what the one before is past.
            await AppendAsync(producer, events.Last());
            await host.DrainAsync(engine);
            return await SettledAsync(process.Log, isSettled);
        }
    }

    /// <summary>A broker may know of a topic that it deletes for a while.</summary>
    private static async Task<bool> TryCreateTopicsAsync(ILog log)
    {
        try
        {
            await log.CreateTopicsAsync(Topics.Kept, default);
            return true;
        }
        catch (LogUnavailableException)
        {
            return false;
        }
    }

    private static async Task<EngineOutput> SettledAsync(ILog log, Predicate<EngineOutput> isSettled)
    {
        var output = await EngineOutput.ReadAsync(log);
        try
        {
            await Wait.UntilAsync(async () => isSettled(output = await EngineOutput.ReadAsync(log)), "the last counts");
        }
        catch (TimeoutException)
        {
            // What differs is said by the comparison.
        }

        return output;
    }

    private static async Task AppendAsync(ILogProducer producer, IEnumerable<(string Key, byte[] Value, long RawSeq)> records)
    {
        using var writer = new RecordWriter();
        foreach (var (key, value, seq) in records)
            writer.Add(Topics.UsersCreated, Encoding.UTF8.GetBytes(key), new RecordHeaders { RunId = "parity"u8, RawSeq = seq }, value);
        await producer.AppendAsync(writer, default);
    }
}
