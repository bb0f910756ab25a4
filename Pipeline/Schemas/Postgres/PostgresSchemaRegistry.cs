using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Npgsql;
using Streaming.Pipeline.Schemas.Compatibility;

namespace Streaming.Pipeline.Schemas.Postgres;

/// <summary>The schema registry of the embedded way: one table in PostgreSQL.</summary>
public sealed class PostgresSchemaRegistry(NpgsqlDataSource dataSource) : ISchemaRegistry
{
    public async Task SetUpAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            CREATE SCHEMA IF NOT EXISTS schema_registry;
            CREATE TABLE IF NOT EXISTS schema_registry.schemas (
                id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                subject text NOT NULL,
                version int NOT NULL,
                schema text NOT NULL,
                fingerprint bytea NOT NULL,
                created_at timestamptz NOT NULL DEFAULT now(),
                UNIQUE (subject, version),
                UNIQUE (subject, fingerprint));
            """);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<int> RegisterAsync(string subject, string schema, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);

        // Whoever registers is alone from here to the commit, so that what is compared with stays the latest.
        await using (var alone = new NpgsqlCommand("LOCK TABLE schema_registry.schemas IN SHARE ROW EXCLUSIVE MODE", connection))
            await alone.ExecuteNonQueryAsync(cancellationToken);
        if (await FindAsync(connection, subject, schema, cancellationToken) is { } registered) return registered;

        var latest = await LatestAsync(connection, subject, cancellationToken);
        if (latest is not null) Compare(subject, latest, schema);
        await using var insert = new NpgsqlCommand(
            "INSERT INTO schema_registry.schemas (subject, version, schema, fingerprint) VALUES ($1, $2, $3, $4) RETURNING id", connection)
        {
            Parameters =
            {
                new() { Value = subject }, new() { Value = (latest?.Version ?? 0) + 1 }, new() { Value = schema }, new() { Value = Fingerprint(schema) },
            },
        };
        var id = (int)(await insert.ExecuteScalarAsync(cancellationToken))!;
        await transaction.CommitAsync(cancellationToken);
        return id;
    }

    public async Task<int?> FindAsync(string subject, string schema, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        return await FindAsync(connection, subject, schema, cancellationToken);
    }

    public async Task<string?> GetAsync(int id, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("SELECT schema FROM schema_registry.schemas WHERE id = $1");
        command.Parameters.Add(new() { Value = id });
        return (string?)await command.ExecuteScalarAsync(cancellationToken);
    }

    public async Task CheckAsync(string subject, string schema, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        if (await LatestAsync(connection, subject, cancellationToken) is { } latest) Compare(subject, latest, schema);
    }

    public async Task<IReadOnlyList<string>> GetSubjectsAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """SELECT coalesce(array_agg(DISTINCT subject COLLATE "C" ORDER BY subject COLLATE "C"), '{}') FROM schema_registry.schemas""");
        return (string[])(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async Task<IReadOnlyList<int>> GetVersionsAsync(string subject, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "SELECT coalesce(array_agg(version ORDER BY version), '{}') FROM schema_registry.schemas WHERE subject = $1");
        command.Parameters.Add(new() { Value = subject });
        return (int[])(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async Task<SchemaVersion?> GetVersionAsync(string subject, int version, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("SELECT version, id, schema FROM schema_registry.schemas WHERE subject = $1 AND version = $2");
        command.Parameters.Add(new() { Value = subject });
        command.Parameters.Add(new() { Value = version });
        return await ReadVersionAsync(command, cancellationToken);
    }

    private static void Compare(string subject, SchemaVersion latest, string schema)
    {
        var found = SchemaCompatibility.Check(latest.Schema, schema);
        if (found.Count > 0) throw new IncompatibleSchemaException(subject, latest, found);
    }

    private static async Task<int?> FindAsync(NpgsqlConnection connection, string subject, string schema, CancellationToken cancellationToken)
    {
        await using var find = new NpgsqlCommand("SELECT id FROM schema_registry.schemas WHERE subject = $1 AND fingerprint = $2", connection)
        {
            Parameters = { new() { Value = subject }, new() { Value = Fingerprint(schema) } },
        };
        return (int?)await find.ExecuteScalarAsync(cancellationToken);
    }

    private static async Task<SchemaVersion?> LatestAsync(NpgsqlConnection connection, string subject, CancellationToken cancellationToken)
    {
        await using var latest = new NpgsqlCommand(
            "SELECT version, id, schema FROM schema_registry.schemas WHERE subject = $1 ORDER BY version DESC LIMIT 1", connection)
        {
            Parameters = { new() { Value = subject } },
        };
        return await ReadVersionAsync(latest, cancellationToken);
    }

    private static async Task<SchemaVersion?> ReadVersionAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? new SchemaVersion(row.GetInt32(0), row.GetInt32(1), row.GetString(2)) : null;
    }

    private static byte[] Fingerprint(string schema) => SHA256.HashData(Encoding.UTF8.GetBytes(JsonNode.Parse(schema)!.ToJsonString()));
}
