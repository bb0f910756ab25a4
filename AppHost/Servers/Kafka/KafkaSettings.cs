using System.Globalization;
using Streaming.AppHost.Servers.Processes;

namespace Streaming.AppHost.Servers.Kafka;

/// <summary>The broker's settings.</summary>
internal static class KafkaSettings
{
    public const string FileName = "server.properties";
    public const int BrokerId = 0;

    /// <summary>Above what a record can be: an event of 2 MiB, escaped, in a dead letter.</summary>
    private const int LargestBatch = 16 * 1024 * 1024;

    private const int MiB = 1024 * 1024;
    private const int TenYearsInMinutes = 10 * 366 * 24 * 60;

    /// <summary>How long a broker that was killed keeps its successor waiting; also, how long ZooKeeper may be away before it must register anew.</summary>
    public static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(6);

    /// <summary>What is the same wherever the broker runs.</summary>
    private static readonly (string Key, object Value)[] Everywhere =
    [
        ("broker.id", BrokerId),
        ("zookeeper.session.timeout.ms", SessionTimeout.TotalMilliseconds),
        ("zookeeper.connection.timeout.ms", 15_000),

        // One broker: it is every partition's only replica.
        ("default.replication.factor", 1),
        ("offsets.topic.replication.factor", 1),
        ("transaction.state.log.replication.factor", 1),
        ("transaction.state.log.min.isr", 1),
        ("min.insync.replicas", 1),
        ("auto.leader.rebalance.enable", false),
        ("controlled.shutdown.max.retries", 1),

        // A few groups and producers, whose state is read back at each start.
        ("offsets.topic.num.partitions", 8),
        ("transaction.state.log.num.partitions", 8),
        ("num.recovery.threads.per.data.dir", 2),
        ("log.segment.bytes", 128 * MiB),

        // Topics are made by the setup step, which says what they keep. What nobody has read is never dropped, however long the pipeline was off.
        ("auto.create.topics.enable", false),
        ("log.retention.ms", -1),
        ("log.retention.bytes", -1),
        ("offsets.retention.minutes", TenYearsInMinutes),

        // A group goes on at once when a member joins, and within seconds of one dying; so do those who wait for a dead producer's transaction.
        ("group.initial.rebalance.delay.ms", 0),
        ("group.min.session.timeout.ms", 1_000),
        ("transaction.abort.timed.out.transaction.cleanup.interval.ms", 1_000),

        ("message.max.bytes", LargestBatch),
        ("replica.fetch.max.bytes", LargestBatch),
        ("socket.request.max.bytes", 64 * MiB),
        ("queued.max.request.bytes", 128 * MiB),

        // What fits a small heap and two cores.
        ("num.network.threads", 2),
        ("num.io.threads", 4),
        ("background.threads", 2),
        ("log.cleaner.dedupe.buffer.size", 16 * MiB),
    ];

    /// <summary>The settings as variables, which Confluent's image makes its file of.</summary>
    public static IEnumerable<(string Name, string Value)> Variables => Everywhere.Select(setting => (
        $"KAFKA_{setting.Key.Replace('.', '_').ToUpperInvariant()}", Convert.ToString(setting.Value, CultureInfo.InvariantCulture)!.ToLowerInvariant()));

    public static string Render(string data, int port, string zooKeeper) => Properties.Render(
    [
        ("listeners", $"PLAINTEXT://127.0.0.1:{port}"),
        ("advertised.listeners", $"PLAINTEXT://127.0.0.1:{port}"),
        ("log.dirs", data),
        ("zookeeper.connect", zooKeeper),
        .. Everywhere,
    ]);
}
