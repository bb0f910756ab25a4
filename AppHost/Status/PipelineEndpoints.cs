namespace Streaming.AppHost.Status;

/// <summary>Where the pipeline is reached from outside.</summary>
internal sealed record PipelineEndpoints(EndpointReference PushEndpoint, IResourceWithConnectionString Database, string ApiKeyFile, string? BrowserToken)
{
    private const string DashboardName = "aspire-dashboard";

    public string Push => $"{PushEndpoint.Url}/";

    public ValueTask<string?> ConnectionStringAsync(CancellationToken cancellationToken) => Database.GetConnectionStringAsync(cancellationToken);

    /// <summary>The address that opens the dashboard, its token in it; null until the dashboard answers.</summary>
    public string? DashboardOn(Board board) =>
        board.Snapshots.FirstOrDefault(entry => entry.Key.Name == DashboardName) is { Value: { HealthStatus: not null } snapshot, Key: not null }
        && snapshot.HealthStatus == Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy
        && snapshot.Urls.FirstOrDefault()?.Url is { } url
            ? $"{url}/login?t={BrowserToken}"
            : null;
}
