using System.Globalization;
using Streaming.AppHost.Servers.Processes;

namespace Streaming.AppHost.Servers.Cassandra;

internal static class CassandraBuilderExtensions
{
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="homes">Where the distribution is.</param>
    /// <param name="folder">Where the node keeps its data.</param>
    /// <param name="keyspace">The default one of those who connect.</param>
    /// <param name="port">For clients; null for a free one.</param>
    public static IResourceBuilder<CassandraResource> AddCassandra(
        this IDistributedApplicationBuilder builder, string name, ServerHomes homes, string folder, string keyspace, int? port)
    {
        var server = new CassandraResource(name, Path.Combine(homes.Cassandra, "bin", "cassandra"), homes.Cassandra, folder, keyspace);
        // In the foreground; its script refuses root without being told that it is meant.
        string[] args = Environment.IsPrivilegedProcess ? ["-f", "-R"] : ["-f"];
        return builder.AddServerProcess(server)
            .WithEndpoint(port: port, name: server.Endpoint.EndpointName, scheme: "tcp", isProxied: false)
            .WithEndpoint(name: server.StorageEndpoint.EndpointName, scheme: "tcp", isProxied: false)
            .WithEndpoint(name: server.ManagementEndpoint.EndpointName, scheme: "tcp", isProxied: false)
            .WithArgs(args)
            .WithEnvironment("CASSANDRA_CONF", server.ConfigFolder)
            .WithEnvironment("CASSANDRA_DATA", folder)
            .WithEnvironment("CASSANDRA_LOG_DIR", Path.Combine(folder, "logs"))
            .WithEnvironment("MAX_HEAP_SIZE", string.Create(CultureInfo.InvariantCulture, $"{ServerHeaps.Cassandra}M"))
            .WithEnvironment(context => context.EnvironmentVariables["JVM_EXTRA_OPTS"] =
                CassandraSettings.JavaOptions(server.ManagementEndpoint.Port.ToString(CultureInfo.InvariantCulture)))
            .WithProbe(token => CassandraProbe.RunAsync(server.Endpoint.Port, token));
    }
}
