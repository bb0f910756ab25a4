using Streaming.AppHost.Servers.EmbeddedPostgres;
using Streaming.AppHost.Supervision;

namespace Streaming.AppHost.Servers.Containers;

/// <summary>PostgreSQL by Aspire's own package, with the settings that the pipeline needs.</summary>
internal static class PostgresContainerBuilderExtensions
{
    private const int Port = 5432;

    /// <param name="port">Of this machine; null for a free one.</param>
    /// <returns>The database of that name.</returns>
    public static IResourceBuilder<PostgresDatabaseResource> AddPostgresDatabase(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource> password, ContainerVolumes volumes, int? port)
    {
        var server = builder.AddPostgres("postgres", password: password, port: port)
            .WithImageTag(ContainerImages.PostgresTag)
            .WithArgs([.. PostgresSettings.ContainerArguments])
            .WithDataVolume(volumes["postgres"])
            // Where it is deployed nobody comes after its start to make the database.
            .WithEnvironment("POSTGRES_DB", name)
            .WithHealth(ContainerHealth.Listens(Port))
            .WithRestart();
        return server.AddDatabase(name);
    }
}
