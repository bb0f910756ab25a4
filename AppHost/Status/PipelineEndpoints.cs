using Streaming.AppHost.Data;
using Streaming.AppHost.Servers;

namespace Streaming.AppHost.Status;

/// <summary>Where the pipeline is reached from outside.</summary>
internal sealed record PipelineEndpoints(
    EndpointReference PushEndpoint, PipelineServers Servers, DataFolder Data, string? BrowserToken)
{
    /// <summary>The parameter that is the push API's key.</summary>
    public const string ApiKey = "push-api-key";

    private const string DashboardName = "aspire-dashboard";

    public string Push => $"{PushEndpoint.Url}/";

    public string ApiKeyFile => Data.SecretFile(ApiKey);

    public ValueTask<string?> PostgresAsync(CancellationToken cancellationToken) => Servers.RawStore.Resource.GetConnectionStringAsync(cancellationToken);

    /// <summary>Null where PostgreSQL plays its part; so for the next two.</summary>
    public ValueTask<string?> KafkaAsync(CancellationToken cancellationToken) => UnlessPostgresAsync(Servers.Log, cancellationToken);

    public ValueTask<string?> RegistryAsync(CancellationToken cancellationToken) => UnlessPostgresAsync(Servers.Schemas, cancellationToken);

    public ValueTask<string?> CassandraAsync(CancellationToken cancellationToken) => UnlessPostgresAsync(Servers.Tables, cancellationToken);

    /// <summary>The address that opens the dashboard, its token in it; null until the dashboard answers.</summary>
    public string? DashboardOn(Board board) =>
        board.HealthyUrl(DashboardName) is { } url ? $"{url}/login?t={BrowserToken}" : null;

    /// <summary>The address that opens the console, its token in it; null until it answers.</summary>
    public string? ConsoleOn(Board board) =>
        board.HealthyUrl(ConsoleBuilderExtensions.Name) is { } url ? $"{url}/login?t={Data.Secret(ConsoleBuilderExtensions.Token)}" : null;

    private ValueTask<string?> UnlessPostgresAsync(IResourceBuilder<IResourceWithConnectionString> server, CancellationToken cancellationToken) =>
        server.Resource == Servers.RawStore.Resource ? default : server.Resource.GetConnectionStringAsync(cancellationToken);
}
