using Streaming.AppHost.Servers;

namespace Streaming.AppHost.Status;

/// <summary>Where the pipeline is reached from outside.</summary>
internal sealed record PipelineEndpoints(EndpointReference PushEndpoint, PipelineServers Servers, string ApiKeyFile, string? BrowserToken)
{
    private const string DashboardName = "aspire-dashboard";

    public string Push => $"{PushEndpoint.Url}/";

    public ValueTask<string?> PostgresAsync(CancellationToken cancellationToken) => Servers.RawStore.Resource.GetConnectionStringAsync(cancellationToken);

    /// <summary>Null where PostgreSQL plays its part; so for the next two.</summary>
    public ValueTask<string?> KafkaAsync(CancellationToken cancellationToken) => UnlessPostgresAsync(Servers.Log, cancellationToken);

    public ValueTask<string?> RegistryAsync(CancellationToken cancellationToken) => UnlessPostgresAsync(Servers.Schemas, cancellationToken);

    public ValueTask<string?> CassandraAsync(CancellationToken cancellationToken) => UnlessPostgresAsync(Servers.Tables, cancellationToken);

    /// <summary>The address that opens the dashboard, its token in it; null until the dashboard answers.</summary>
    public string? DashboardOn(Board board) =>
        board.Snapshots.FirstOrDefault(entry => entry.Key.Name == DashboardName) is { Value: { HealthStatus: not null } snapshot, Key: not null }
        && snapshot.HealthStatus == Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy
        && snapshot.Urls.FirstOrDefault()?.Url is { } url
            ? $"{url}/login?t={BrowserToken}"
            : null;

    private ValueTask<string?> UnlessPostgresAsync(IResourceBuilder<IResourceWithConnectionString> server, CancellationToken cancellationToken) =>
        server.Resource == Servers.RawStore.Resource ? default : server.Resource.GetConnectionStringAsync(cancellationToken);
}
