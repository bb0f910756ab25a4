using Streaming.AppHost.CommandLine;
using Streaming.AppHost.Servers;
using Streaming.AppHost.Servers.Cassandra;
using Streaming.AppHost.Servers.Kafka;
using Streaming.AppHost.Servers.Processes;
using Streaming.AppHost.Servers.ZooKeeper;

namespace Streaming.Tests.Unit.AppHost;

public sealed class ServerSettingsTests
{
    [Fact]
    public void Properties_are_written_as_Java_reads_them() =>
        Assert.Equal("a=1\nb=true\nc=/d\\u00e4t/x y\nd=\\\\n\n", Properties.Render(("a", 1), ("b", true), ("c", "/dät/x y"), ("d", @"\n")));

    [Fact]
    public void ZooKeeper_listens_on_this_machine_only_and_has_no_page()
    {
        var lines = ZooKeeperResource.Config("/data/zookeeper", 2181).Split('\n');

        Assert.Contains("clientPortAddress=127.0.0.1", lines);
        Assert.Contains("clientPort=2181", lines);
        Assert.Contains("admin.enableServer=false", lines);
    }

    [Fact]
    public void The_brokers_session_is_one_that_ZooKeeper_grants()
    {
        var tick = Setting(ZooKeeperResource.Config("/data", 2181), "tickTime");
        var session = Setting(KafkaSettings.Render("/data", 9092, "127.0.0.1:2181"), "zookeeper.session.timeout.ms");

        Assert.InRange(session, 2 * tick, 20 * tick);
        Assert.True(session <= 6000, "A broker that was killed would be away for long.");
    }

    [Fact]
    public void The_broker_listens_on_this_machine_only_and_drops_nothing()
    {
        var lines = KafkaSettings.Render("/data/kafka", 9092, "127.0.0.1:2181").Split('\n');

        Assert.Contains("listeners=PLAINTEXT://127.0.0.1:9092", lines);
        Assert.Contains("advertised.listeners=PLAINTEXT://127.0.0.1:9092", lines);
        Assert.Contains("zookeeper.connect=127.0.0.1:2181", lines);
        Assert.Contains("log.retention.ms=-1", lines);
        Assert.Contains("auto.create.topics.enable=false", lines);
    }

    [Fact]
    public void Cassandra_listens_on_this_machine_only_and_its_folders_may_have_any_name()
    {
        var yaml = CassandraSettings.Render("/data/it's: \"mine\"", 9042, 7000);

        Assert.Contains("listen_address: 127.0.0.1", yaml, StringComparison.Ordinal);
        Assert.Contains("rpc_address: 127.0.0.1", yaml, StringComparison.Ordinal);
        Assert.Contains("native_transport_port: 9042", yaml, StringComparison.Ordinal);
        Assert.Contains("seeds: \"127.0.0.1:7000\"", yaml, StringComparison.Ordinal);
        Assert.Contains("commitlog_directory: \"/data/it\\u0027s: \\u0022mine\\u0022/commitlog\"", yaml, StringComparison.Ordinal);
    }

    [Fact]
    public void The_heaps_leave_half_of_8_GiB_to_the_rest() =>
        Assert.InRange(ServerHeaps.ZooKeeper + ServerHeaps.Kafka + ServerHeaps.Registry + ServerHeaps.Cassandra, 0, 2048);

    [Fact]
    public void All_containers_heaps_with_a_worker_fit_8_GiB() => Assert.InRange(
        ServerHeaps.ZooKeeper + ServerHeaps.Kafka + ServerHeaps.Registry + ServerHeaps.ControlCenter + ServerHeaps.Cassandra
            + ServerHeaps.SparkMaster + ServerHeaps.SparkWorker + ServerHeaps.SparkDriver
            + new HostCommand(() => ServersWay.Containers).Parse().Options!.Spark!.Memory,
        0, 4736);

    [Fact]
    public void A_broker_in_a_container_has_the_settings_of_one_that_is_a_process()
    {
        var variables = KafkaSettings.Variables.ToDictionary();

        Assert.Equal("0", variables["KAFKA_BROKER_ID"]);
        Assert.Equal("false", variables["KAFKA_AUTO_CREATE_TOPICS_ENABLE"]);
        Assert.Equal("-1", variables["KAFKA_LOG_RETENTION_MS"]);
    }

    private static int Setting(string properties, string key) =>
        int.Parse(properties.Split('\n').Single(line => line.StartsWith($"{key}=", StringComparison.Ordinal))[(key.Length + 1)..]);
}
