using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Streaming.AppHost.Status;

namespace Streaming.AppHost.Servers.EmbeddedPostgres;

internal static class EmbeddedPostgresBuilderExtensions
{
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="cluster">The server's files.</param>
    /// <param name="port">Null for a free one.</param>
    public static IResourceBuilder<EmbeddedPostgresResource> AddEmbeddedPostgres(
        this IDistributedApplicationBuilder builder, string name, PostgresCluster cluster, int? port)
    {
        var password = builder.AddParameter($"{name}-password", () => cluster.Password, secret: true);
        var (command, args) = cluster.Account.Wrap(cluster.Binaries.Postgres, ["-D", cluster.Folder, .. PostgresSettings.Arguments]);
        var server = new EmbeddedPostgresResource(name, command, cluster, password.Resource);
        var health = $"{name}_check";
        builder.Services.AddHealthChecks().Add(
            new HealthCheckRegistration(health, _ => new PostgresHealthCheck(server), HealthStatus.Unhealthy, tags: null));

        return builder.AddResource(server)
            .WithEndpoint(port, scheme: "tcp", isProxied: false)
            .WithArgs(args)
            .WithArgs("-p", server.Endpoint.Property(EndpointProperty.TargetPort))
            .WithHealthCheck(health)
            .OnBeforeResourceStarted(static (server, _, token) => EndLeftoversAsync(server, token));
    }

    public static IResourceBuilder<EmbeddedPostgresDatabase> AddDatabase(this IResourceBuilder<EmbeddedPostgresResource> server, string name)
    {
        server.OnResourceReady((resource, _, token) => PostgresMaintenance.CreateDatabaseAsync(resource, name, token));
        return server.ApplicationBuilder.AddResource(new EmbeddedPostgresDatabase(name, server.Resource));
    }

    private static async Task EndLeftoversAsync(EmbeddedPostgresResource server, CancellationToken cancellationToken)
    {
        var ended = await Leftovers.EndAsync(server.Cluster.Folder, "postgres", Leftovers.Quit, TimeProvider.System, cancellationToken);
        // Nobody owns it any more, and a new server would ask whether its process lives.
        File.Delete(Path.Combine(server.Cluster.Folder, "postmaster.pid"));
        if (ended > 0)
            Terminal.Line(server.Name, $"ended {ended} processes that an earlier run left behind");
    }
}
