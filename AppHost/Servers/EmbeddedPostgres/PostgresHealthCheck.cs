using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Streaming.AppHost.Servers.EmbeddedPostgres;

/// <summary>Healthy while a query is answered.</summary>
internal sealed class PostgresHealthCheck(EmbeddedPostgresResource server) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var connection = await PostgresMaintenance.ConnectAsync(server, cancellationToken);
            await using var query = new NpgsqlCommand("SELECT 1", connection);
            await query.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (NpgsqlException fault)
        {
            return HealthCheckResult.Unhealthy(fault.Message);
        }
    }
}
