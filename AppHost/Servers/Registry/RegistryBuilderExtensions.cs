using Streaming.AppHost.Servers.Processes;

namespace Streaming.AppHost.Servers.Registry;

internal static class RegistryBuilderExtensions
{
    public static IResourceBuilder<RegistryResource> AddSchemaRegistry(
        this IDistributedApplicationBuilder builder, string name, ServerHomes homes, string folder)
    {
        var server = new RegistryResource(name, homes.Java, folder);
        return builder.AddServerProcess(server)
            .WithHttpEndpoint(isProxied: false)
            .WithEnvironment("QUARKUS_HTTP_HOST", "127.0.0.1")
            .WithEnvironment("QUARKUS_HTTP_PORT", $"{server.Endpoint.Property(EndpointProperty.TargetPort)}")
            .WithEnvironment("QUARKUS_HTTP_ACCESS_LOG_ENABLED", "false")
            .WithEnvironment("APICURIO_STORAGE_KIND", "sql")
            .WithEnvironment("APICURIO_STORAGE_SQL_KIND", "h2")
            .WithEnvironment("APICURIO_DATASOURCE_URL", server.Storage)
            // 20 idle connections and 100 at most, else.
            .WithEnvironment("APICURIO_DATASOURCE_JDBC_INITIAL_SIZE", "1")
            .WithEnvironment("APICURIO_DATASOURCE_JDBC_MIN_SIZE", "1")
            .WithEnvironment("APICURIO_DATASOURCE_JDBC_MAX_SIZE", "10")
            .WithArgs([.. JavaCommand.WithSmallFootprint(ServerHeaps.Registry), "-jar", homes.ApicurioJar])
            // Asks the database, too.
            .WithHttpHealthCheck($"{RegistryResource.ApiPath}/subjects");
    }
}
