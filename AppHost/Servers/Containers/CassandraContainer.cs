using System.Globalization;
using Streaming.AppHost.Servers.Cassandra;

namespace Streaming.AppHost.Servers.Containers;

/// <summary>A Cassandra node, the only one of its cluster.</summary>
internal sealed class CassandraContainer(string name, string keyspace) : ContainerResource(name), IResourceWithConnectionString
{
    public const int Port = 9042;

    public EndpointReference Endpoint => new(this, "cql");

    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create(
        $"Contact Points={Endpoint.Property(EndpointProperty.Host)};Port={Endpoint.Property(EndpointProperty.Port)};Default Keyspace={keyspace}");
}

internal static class CassandraContainerBuilderExtensions
{
    private const string Settings = "/etc/cassandra/cassandra.yaml";

    /// <summary>
    /// The image has variables for few settings. These are set in its file: with the default, periodic, what was acknowledged does not outlive a kill.
    /// </summary>
    private const string Start =
        "sed -i -e 's/^commitlog_sync: .*/commitlog_sync: group/' -e 's/^commitlog_sync_period: .*/commitlog_sync_group_window: 5ms/' " + Settings
        + " && exec docker-entrypoint.sh cassandra -f";

    /// <param name="keyspace">The default one of those who connect.</param>
    /// <param name="port">Of this machine; null for a free one.</param>
    public static IResourceBuilder<CassandraContainer> AddCassandra(
        this IDistributedApplicationBuilder builder, string name, string keyspace, ContainerVolumes volumes, int? port)
    {
        var server = new CassandraContainer(name, keyspace);
        return builder.AddResource(server)
            .WithImage(ContainerImages.Cassandra, ContainerImages.CassandraTag)
            .WithEntrypoint("/bin/bash")
            .WithArgs("-c", Start)
            .WithEndpoint(port: port, targetPort: CassandraContainer.Port, name: server.Endpoint.EndpointName)
            .WithVolume(volumes["cassandra"], "/var/lib/cassandra")
            .WithEnvironment("CASSANDRA_CLUSTER_NAME", "streaming")
            .WithEnvironment("CASSANDRA_NUM_TOKENS", "1")
            .WithEnvironment("MAX_HEAP_SIZE", string.Create(CultureInfo.InvariantCulture, $"{ServerHeaps.Cassandra}M"))
            .WithEnvironment("JVM_EXTRA_OPTS", CassandraSettings.ContainerJavaOptions)
            .WithProbe(token => CassandraProbe.RunAsync(server.Endpoint.Port, token))
            .WithHealth(ContainerHealth.Listens(CassandraContainer.Port));
    }
}
