using Streaming.AppHost.CommandLine;
using Streaming.AppHost.Data;
using Streaming.AppHost.Servers.Cassandra;
using Streaming.AppHost.Servers.EmbeddedPostgres;
using Streaming.AppHost.Servers.Kafka;
using Streaming.AppHost.Servers.Registry;
using Streaming.AppHost.Servers.Spark;
using Streaming.AppHost.Servers.ZooKeeper;
using Streaming.AppHost.Supervision;

namespace Streaming.AppHost.Servers.Processes;

internal static class ServerProcessesBuilderExtensions
{
    /// <summary>Each part is played by a server of its own, all of them processes of this machine.</summary>
    public static PipelineServers AddServerProcesses(
        this IDistributedApplicationBuilder builder, HostOptions options, DataFolder data, ServerHomes homes, PostgresCluster cluster)
    {
        var postgres = builder.AddEmbeddedServer(options, cluster);
        var zooKeeper = builder.AddZooKeeper("zookeeper", homes, data.Server("zookeeper"))
            .WithRestart();
        var kafka = builder.AddKafka("kafka", homes, data.Server("kafka"), zooKeeper, options.KafkaPort)
            .WithRestart();
        var registry = builder.AddSchemaRegistry("registry", homes, data.Server("registry"))
            .WithRestart();
        var cassandra = builder.AddCassandra("cassandra", homes, data.Server("cassandra"), PipelineServers.Keyspace, options.CassandraPort)
            .WithRestart();
        return new PipelineServers(postgres.RawStore, kafka, registry, cassandra, AddSpark(builder, options, data, homes));
    }

    private static SparkCluster? AddSpark(IDistributedApplicationBuilder builder, HostOptions options, DataFolder data, ServerHomes homes)
    {
        if (options.Spark is not { } size) return null;
        var master = builder.AddSparkMaster("spark-master", homes, data.Server("spark-master")).WithRestart();
        foreach (var name in size.WorkerNames) builder.AddSparkWorker(name, homes, data.Server(name), master, size).WithRestart();
        var runner = DotnetRunner.FindBeside<Projects.StreamProcessor>();
        var driver = builder.AddSparkDriver("spark-driver", homes, data.Server("spark-driver"), master, size, runner).WithRestart();
        return new SparkCluster(
            driver, driver.Resource.Remote, ReferenceExpression.Create($"{driver.Resource.Page}"), data.Server("spark-checkpoint"), size.AllCores);
    }
}
