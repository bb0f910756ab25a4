using Streaming.AppHost.CommandLine;
using Streaming.AppHost.Data;
using Streaming.AppHost.Servers.Spark;
using Streaming.AppHost.Supervision;

namespace Streaming.AppHost.Servers.Containers;

internal static class ServerContainersBuilderExtensions
{
    /// <summary>Each part is played by a server of its own, all of them containers.</summary>
    /// <param name="data">Null where the pipeline is published.</param>
    public static PipelineServers AddServerContainers(this IDistributedApplicationBuilder builder, HostOptions options, DataFolder? data)
    {
        var volumes = new ContainerVolumes(data);
        var zooKeeper = builder.AddZooKeeper("zookeeper", volumes)
            .WithRestart();
        var kafka = builder.AddKafka("kafka", zooKeeper, volumes, options.KafkaPort)
            .WithRestart();
        var registry = builder.AddSchemaRegistry("registry", kafka)
            .WithRestart();
        builder.AddControlCenter("control-center", kafka, registry, volumes)
            .WithRestart(essential: false);
        var cassandra = builder.AddCassandra("cassandra", PipelineServers.Keyspace, volumes, options.CassandraPort)
            .WithRestart();
        var spark = options.Spark is { } size
            ? builder.AddSpark(size, volumes, kafka, runner: DotnetRunner.FindBeside<Projects.StreamProcessor>() is not null)
            : null;
        return new PipelineServers(RawStore: builder.AddRawStore(options, data, volumes), Log: kafka, Schemas: registry, Tables: cassandra, spark);
    }

    private static IResourceBuilder<IResourceWithConnectionString> AddRawStore(
        this IDistributedApplicationBuilder builder, HostOptions options, DataFolder? data, ContainerVolumes volumes) =>
        options.Publication is { WithPostgres: false }
            ? builder.AddConnectionString(PipelineServers.Database)
            : builder.AddPostgresDatabase(PipelineServers.Database, builder.AddSecret("postgres-password", data), volumes, options.PostgresPort);
}
