using Streaming.AppHost.CommandLine;
using Streaming.AppHost.Servers.Containers;
using Streaming.AppHost.Servers.EmbeddedPostgres;
using Streaming.AppHost.Servers.Processes;
using Streaming.AppHost.Servers.Spark;

namespace Streaming.AppHost.Servers;

/// <summary>The four parts that servers play for the services. The services tell by the connection strings' names who plays which.</summary>
/// <param name="Spark">The cluster that the stream processor works on, where it is not to do it by itself.</param>
internal sealed record PipelineServers(
    IResourceBuilder<IResourceWithConnectionString> RawStore, IResourceBuilder<IResourceWithConnectionString> Log,
    IResourceBuilder<IResourceWithConnectionString> Schemas, IResourceBuilder<IResourceWithConnectionString> Tables, SparkCluster? Spark = null)
{
    /// <summary>The keyspace of the tables in Cassandra.</summary>
    public const string Keyspace = "spark_streams";

    /// <summary>The name of the database, and of its connection string.</summary>
    public const string Database = "streaming";
}

internal static class PipelineServersBuilderExtensions
{
    /// <summary>Adds the servers, one of three ways.</summary>
    public static PipelineServers AddServers(this IDistributedApplicationBuilder builder, HostOptions options, Machine machine) => options.Servers switch
    {
        ServersWay.Containers => builder.AddServerContainers(options, machine.Data),
        ServersWay.Processes => builder.AddServerProcesses(options, machine.Data!, machine.Homes!, machine.Cluster!),
        _ => builder.AddEmbeddedServer(options, machine.Cluster!),
    };

    /// <summary>The service is told where the servers are, and starts when they are ready.</summary>
    public static IResourceBuilder<T> WithServers<T>(this IResourceBuilder<T> service, params IResourceBuilder<IResourceWithConnectionString>[] servers)
        where T : IResourceWithEnvironment, IResourceWithWaitSupport
    {
        foreach (var server in servers.DistinctBy(server => server.Resource))
            service.WithReference(server).WaitFor(server);
        return service;
    }
}
