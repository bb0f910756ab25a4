using System.Globalization;
using Microsoft.Spark.Sql;
using Microsoft.Spark.Sql.Streaming;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.StreamProcessor.Spark.Plan;
using Streaming.StreamProcessor.Topology;

namespace Streaming.StreamProcessor.Spark;

/// <summary>What the queries are built with besides the options.</summary>
/// <param name="Brokers">Kafka's bootstrap servers, as the cluster reaches them.</param>
/// <param name="Next">Where a query that has no checkpoint yet begins in users_created, by partition.</param>
/// <param name="CountSince">Likewise in users_processed: what was appended since then.</param>
internal sealed record QuerySettings(string Brokers, SchemaIds Schemas, IReadOnlyDictionary<int, long> Next, DateTimeOffset CountSince);

/// <summary>
/// The two queries on the cluster. They run there by themselves; a query that is started again takes its checkpoint over from the one before, wherever that
/// is still running. Calls block, for seconds at most.
/// </summary>
internal sealed class SparkQueries : IDisposable
{
    public const string Users = "users";
    public const string Stats = "stats";

    /// <summary>The line of versions that the plan is written for and tested with.</summary>
    public const string Version = "3.5.";

    private const long CheckMilliseconds = 500;
    private const long Earliest = -2;

    private readonly SparkSession _session;
    private readonly List<StreamingQuery> _queries = [];

    private SparkQueries(SparkSession session) => _session = session;

    /// <exception cref="Streaming.Pipeline.Loops.LoopFaultedException">The cluster is of another version.</exception>
    public static SparkQueries Start(SparkOptions options, ProcessorOptions processor, QuerySettings settings)
    {
        var queries = new SparkQueries(SparkSession.Builder().AppName("streaming").GetOrCreate());
        try
        {
            var version = queries._session.Version();
            if (!version.StartsWith(Version, StringComparison.Ordinal)) throw SparkFaults.WrongVersion(version);

            queries.Configure(options);
            queries.Start(Users, OutputMode.Append, queries.UsersPlan(options, processor, settings), options, settings);
            queries.Start(Stats, OutputMode.Update, queries.StatsPlan(options, processor, settings), options, settings);
            return queries;
        }
        catch
        {
            queries.Dispose();
            throw;
        }
    }

    /// <summary>Waits a moment for a query to fail.</summary>
    /// <exception cref="Exception">A query has ended, with the reason as Spark gives it.</exception>
    public void Check()
    {
        foreach (var query in _queries)
        {
            if (query.AwaitTermination(CheckMilliseconds)) throw new InvalidOperationException($"The query {query.Name} was stopped from outside.");
        }
    }

    public void Stop()
    {
        foreach (var query in _queries) query.Stop();
    }

    public void Dispose() => _session.Dispose();

    private static string Next(IReadOnlyDictionary<int, long> next)
    {
        var offsets = Enumerable.Range(0, Topics.UsersCreated.Partitions).Select(partition => string.Create(
            CultureInfo.InvariantCulture, $"\"{partition}\":{next.GetValueOrDefault(partition, Earliest)}"));
        return $"{{\"{Topics.UsersCreated.Name}\":{{{string.Join(',', offsets)}}}}}";
    }

    private void Configure(SparkOptions options)
    {
        var configuration = _session.Conf();
        foreach (var (key, value) in SessionSettings.Of(options)) configuration.Set(key, value);
    }

    private DataFrame UsersPlan(SparkOptions options, ProcessorOptions processor, QuerySettings settings)
    {
        var created = Source(Topics.UsersCreated, options, settings)
            .Option("includeHeaders", "true")
            .Option("startingOffsets", Next(settings.Next))
            .Load();
        return UserPlan.Build(created, settings.Schemas.Created, settings.Schemas.Processed, settings.Schemas.Rejected, processor.Horizon);
    }

    private DataFrame StatsPlan(SparkOptions options, ProcessorOptions processor, QuerySettings settings)
    {
        var processed = Source(Topics.UsersProcessed, options, settings)
            .Option("startingTimestamp", settings.CountSince.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture))
            .Option("startingOffsetsByTimestampStrategy", "latest")
            .Load();
        return Plan.StatsPlan.Build(processed, settings.Schemas.Stats, processor.Horizon);
    }

    /// <summary>Records that are gone before they were read are lost, which is not to be passed over.</summary>
    private DataStreamReader Source(Topic topic, SparkOptions options, QuerySettings settings) => _session.ReadStream()
        .Format("kafka")
        .Options(Kafka(options, settings))
        .Option("subscribe", topic.Name)
        .Option("kafka.isolation.level", "read_committed")
        .Option("failOnDataLoss", "true")
        .Option("maxOffsetsPerTrigger", options.MaxOffsetsPerTrigger.ToString(CultureInfo.InvariantCulture));

    /// <summary>Spark's sink writes at least once: what it writes again after a failure are the same upserts and the same totals.</summary>
    private void Start(string name, OutputMode mode, DataFrame plan, SparkOptions options, QuerySettings settings)
    {
        var writer = plan.WriteStream()
            .Format("kafka")
            .Options(Kafka(options, settings))
            .Option("kafka.linger.ms", "5")
            .Option("kafka.batch.size", "131072")
            .Option("kafka.max.request.size", SessionSettings.MaxRequestBytes)
            .Option("checkpointLocation", $"{options.Checkpoint.TrimEnd('/')}/{name}")
            .OutputMode(mode)
            .Trigger(Trigger.ProcessingTime((long)options.TriggerInterval.TotalMilliseconds))
            .QueryName(name);
        if (name == Stats) writer = writer.Option("topic", Topics.UsersStats.Name);
        _queries.Add(writer.Start());
    }

    private static Dictionary<string, string> Kafka(SparkOptions options, QuerySettings settings)
    {
        var kafka = options.Kafka.ToDictionary(setting => $"kafka.{setting.Key}", setting => setting.Value);
        kafka["kafka.bootstrap.servers"] = settings.Brokers;
        return kafka;
    }
}
