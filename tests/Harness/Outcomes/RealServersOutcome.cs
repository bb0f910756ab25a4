using System.Text;
using Cassandra;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Streaming.Tests.Harness.Outcomes;

/// <summary>The log is Kafka, the tables are in Cassandra; what is raw is still in PostgreSQL.</summary>
public sealed class RealServersOutcome : PipelineOutcome
{
    private const int WirePrefix = 5;
    private const int CountTimeoutMilliseconds = 60_000;
    private static readonly string[] Topics = ["users_created", "users_processed", "users_rejected", "users_stats"];
    private static readonly string[] Groups = ["processor", "sink"];
    private static readonly string[] Tables = ["created_users", "users_by_country", "user_stats"];
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    private readonly PostgresOutcome _raw;
    private readonly string _brokers;
    private readonly string _cassandra;
    private readonly IAdminClient _admin;
    private Cluster? _cluster;
    private ISession? _session;
    private PreparedStatement? _byId;

    public RealServersOutcome(PostgresOutcome raw, string brokers, string cassandra)
    {
        _raw = raw;
        _brokers = brokers;
        _cassandra = cassandra;
        _admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = brokers }).SetLogHandler((_, _) => { }).Build();
    }

    /// <summary>Counting reads every row's id.</summary>
    protected override TimeSpan? Interval => TimeSpan.FromSeconds(1);

    /// <summary>Offsets that the services' groups, or one of them, have still to read.</summary>
    public Task<long> LagAsync(string? group = null) => AnsweredAsync(async () =>
    {
        var committed = await OffsetsAsync(group is null ? Groups : [group]);
        if (committed.Count == 0) return 0;
        var end = await LatestAsync(committed.Select(partition => partition.TopicPartition).Distinct());
        return committed.Sum(partition => end[partition.TopicPartition] - partition.Offset.Value);
    });

    /// <summary>The sum of the offsets that a group has committed.</summary>
    public Task<long> CommittedAsync(string group) => AnsweredAsync(async () => (await OffsetsAsync([group])).Sum(partition => partition.Offset.Value));

    /// <summary>What the group has committed.</summary>
    public Task<IReadOnlyList<TopicPartitionOffset>> PositionsAsync(string group) => AnsweredAsync(async () =>
        (IReadOnlyList<TopicPartitionOffset>)[.. (await OffsetsAsync([group])).Select(offset => offset.TopicPartitionOffset)]);

    /// <summary>Sets the group back, once its members are out of it.</summary>
    public Task SetBackAsync(string group, IReadOnlyList<TopicPartitionOffset> positions) => Wait.UntilAsync(
        async () =>
        {
            try
            {
                await _admin.AlterConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitionOffsets(group, [.. positions])]);
                return true;
            }
            catch (KafkaException)
            {
                return false;
            }
        },
        $"the group {group} to be without members");

    /// <summary>The end of each partition.</summary>
    public Task<IReadOnlyDictionary<int, long>> EndsAsync(string topic, int partitions) => AnsweredAsync(async () =>
        (IReadOnlyDictionary<int, long>)(await LatestAsync(Enumerable.Range(0, partitions).Select(partition => new TopicPartition(topic, partition))))
            .ToDictionary(end => end.Key.Partition.Value, end => end.Value));

    /// <summary>Whether the user is in <c>created_users</c>.</summary>
    public async Task<bool> HasUserAsync(Guid id)
    {
        _byId ??= await (await SessionAsync()).PrepareAsync("SELECT id FROM spark_streams.created_users WHERE id = ?");
        return (await (await SessionAsync()).ExecuteAsync(_byId.Bind(id))).Any();
    }

    public override async IAsyncEnumerable<(string Name, string Content)> DumpAsync()
    {
        await foreach (var table in _raw.DumpAsync()) yield return table;
        foreach (var topic in Topics)
            yield return (topic, string.Join('\n', Records(topic).Select(record => Encoding.UTF8.GetString(record.Value))));
        foreach (var table in Tables)
            yield return (table, string.Join('\n', (await ExecuteAsync($"SELECT JSON * FROM spark_streams.{table}")).Select(row => row.GetValue<string>(0))));
    }

    public override async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        if (_cluster is not null) await _cluster.ShutdownAsync();
        await _raw.DisposeAsync();
    }

    /// <summary>By pages: the server's own count is one request, and has its time-out however many rows there are.</summary>
    protected override async Task<long> CountUsersAsync() => (await ExecuteAsync("SELECT id FROM spark_streams.created_users")).LongCount();

    protected override async Task<long> SumStatsAsync() =>
        (await ExecuteAsync("SELECT count FROM spark_streams.user_stats")).Sum(row => row.GetValue<long>(0));

    protected override async Task<IReadOnlyList<StoredUser>> FetchUsersAsync()
    {
        var rows = await ExecuteAsync(
            "SELECT id, first_name, last_name, post_code, date_of_birth, registered_date, email, username, gender, nationality, city, state, latitude, "
            + "longitude, picture FROM spark_streams.created_users");
        return [.. rows.Select(row => new StoredUser(
            row.GetValue<Guid>(0), row.GetValue<string>(1), row.GetValue<string>(2), row.GetValue<string>(3), row.GetValue<DateTimeOffset>(4),
            row.GetValue<DateTimeOffset>(5), row.GetValue<string>(6), row.GetValue<string>(7), row.GetValue<string>(8), row.GetValue<string>(9),
            row.GetValue<string>(10), row.GetValue<string>(11), row.GetValue<double>(12), row.GetValue<double>(13), row.GetValue<string>(14)))];
    }

    protected override Task<IReadOnlyList<DeadLetter>> FetchRejectedAsync() => Task.Run<IReadOnlyList<DeadLetter>>(() =>
        [.. Records("users_rejected").Select(record => new DeadLetter(
            Encoding.UTF8.GetString(record.Key), Encoding.UTF8.GetString(record.Value, WirePrefix, record.Value.Length - WirePrefix)))]);

    protected override bool IsPassing(Exception failure) =>
        failure is KafkaException or NoHostAvailableException or OperationTimedOutException or QueryExecutionException or ServerErrorException
            or OverloadedException or IsBootstrappingException;

    /// <summary>Every committed record of the topic as it is now.</summary>
    private List<Message<byte[], byte[]>> Records(string topic)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = _brokers,
            GroupId = "outcome",
            EnableAutoCommit = false,
            EnablePartitionEof = true,
            IsolationLevel = IsolationLevel.ReadCommitted,
        };
        using var consumer = new ConsumerBuilder<byte[], byte[]>(config).SetLogHandler((_, _) => { }).Build();
        var unread = _admin.GetMetadata(topic, AnswerLimit).Topics.Single().Partitions
            .Select(partition => new TopicPartition(topic, partition.PartitionId)).ToHashSet();
        consumer.Assign(unread.Select(partition => new TopicPartitionOffset(partition, Offset.Beginning)));
        List<Message<byte[], byte[]>> records = [];
        while (unread.Count > 0)
        {
            var result = consumer.Consume(AnswerLimit) ?? throw new KafkaException(ErrorCode.Local_TimedOut);
            if (result.IsPartitionEOF) unread.Remove(result.TopicPartition);
            else records.Add(result.Message);
        }

        consumer.Close();
        return records;
    }

    private async Task<Dictionary<TopicPartition, long>> LatestAsync(IEnumerable<TopicPartition> partitions)
    {
        var ends = await _admin.ListOffsetsAsync(partitions.Select(
            partition => new TopicPartitionOffsetSpec { TopicPartition = partition, OffsetSpec = OffsetSpec.Latest() }));
        return ends.ResultInfos.Select(info => info.TopicPartitionOffsetError).ToDictionary(end => end.TopicPartition, end => end.Offset.Value);
    }

    private async Task<List<TopicPartitionOffsetError>> OffsetsAsync(string[] groups)
    {
        List<TopicPartitionOffsetError> offsets = [];
        foreach (var group in groups)
            offsets.AddRange((await _admin.ListConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitions(group, null)])).Single().Partitions);
        return offsets;
    }

    private async Task<RowSet> ExecuteAsync(string query) =>
        await (await SessionAsync()).ExecuteAsync(new SimpleStatement(query).SetReadTimeoutMillis(CountTimeoutMilliseconds));

    private async Task<ISession> SessionAsync() =>
        _session ??= await (_cluster ??= Cluster.Builder().WithConnectionString(_cassandra).Build()).ConnectAsync();
}
