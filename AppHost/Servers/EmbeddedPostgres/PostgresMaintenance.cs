using Npgsql;

namespace Streaming.AppHost.Servers.EmbeddedPostgres;

/// <summary>What the AppHost itself asks of the server.</summary>
internal static class PostgresMaintenance
{
    /// <summary>A connection to the database that is always there. It is not pooled: none is left when the server is to stop.</summary>
    public static async Task<NpgsqlConnection> ConnectAsync(EmbeddedPostgresResource server, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(await server.ConnectionTo("postgres").GetValueAsync(cancellationToken))
        {
            Pooling = false,
            Timeout = 5,
            CommandTimeout = 10,
        };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public static async Task CreateDatabaseAsync(EmbeddedPostgresResource server, string database, CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(server, cancellationToken);
        await using var exists = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection)
        {
            Parameters = { new NpgsqlParameter { Value = database } },
        };
        if (await exists.ExecuteScalarAsync(cancellationToken) is not null)
            return;

        // A name cannot be a parameter; the rule of resource names leaves letters, digits and hyphens.
        await using var create = new NpgsqlCommand($"CREATE DATABASE \"{database}\"", connection);
        await create.ExecuteNonQueryAsync(cancellationToken);
    }
}
