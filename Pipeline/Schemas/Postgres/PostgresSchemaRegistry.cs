using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Npgsql;
using Streaming.Pipeline.Queries;
using Streaming.Pipeline.Schemas.Compatibility;

namespace Streaming.Pipeline.Schemas.Postgres;

/// <summary>The schema registry of the embedded way: one table in PostgreSQL.</summary>
public sealed class PostgresSchemaRegistry(NpgsqlDataSource dataSource) : ISchemaRegistry
{
    public Task SetUpAsync(CancellationToken cancellationToken) => dataSource.Query(
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
        """).DoAsync(cancellationToken);

    public async Task<int> RegisterAsync(string subject, string schema, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);

        // Whoever registers is alone from here to the commit, so that what is compared with stays the latest.
        await connection.Query("LOCK TABLE schema_registry.schemas IN SHARE ROW EXCLUSIVE MODE").DoAsync(cancellationToken);
        if (await FindAsync(connection, subject, schema, cancellationToken) is { } registered) return registered;

        var latest = await LatestAsync(connection, subject, cancellationToken);
        if (latest is not null) Compare(subject, latest, schema);
        var id = await connection.Query(
            "INSERT INTO schema_registry.schemas (subject, version, schema, fingerprint) VALUES ($1, $2, $3, $4) RETURNING id",
            subject, (latest?.Version ?? 0) + 1, schema, Fingerprint(schema)).ScalarAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (int)id!;
    }

    public async Task<int?> FindAsync(string subject, string schema, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        return await FindAsync(connection, subject, schema, cancellationToken);
    }

    public async Task<string?> GetAsync(int id, CancellationToken cancellationToken) =>
        (string?)await dataSource.Query("SELECT schema FROM schema_registry.schemas WHERE id = $1", id).ScalarAsync(cancellationToken);

    public async Task CheckAsync(string subject, string schema, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        if (await LatestAsync(connection, subject, cancellationToken) is { } latest) Compare(subject, latest, schema);
    }

    public async Task<IReadOnlyList<string>> GetSubjectsAsync(CancellationToken cancellationToken) => await dataSource
        .Query("""SELECT DISTINCT subject COLLATE "C" FROM schema_registry.schemas ORDER BY 1""")
        .ListAsync(row => row.GetString(0), cancellationToken);

    public async Task<IReadOnlyList<int>> GetVersionsAsync(string subject, CancellationToken cancellationToken) => await dataSource
        .Query("SELECT version FROM schema_registry.schemas WHERE subject = $1 ORDER BY 1", subject)
        .ListAsync(row => row.GetInt32(0), cancellationToken);

    public Task<SchemaVersion?> GetVersionAsync(string subject, int version, CancellationToken cancellationToken) => ReadVersionAsync(
        dataSource.Query("SELECT version, id, schema FROM schema_registry.schemas WHERE subject = $1 AND version = $2", subject, version), cancellationToken);

    private static void Compare(string subject, SchemaVersion latest, string schema)
    {
        var found = SchemaCompatibility.Check(latest.Schema, schema);
        if (found.Count > 0) throw new IncompatibleSchemaException(subject, latest, found);
    }

    private static async Task<int?> FindAsync(NpgsqlConnection connection, string subject, string schema, CancellationToken cancellationToken) =>
        (int?)await connection.Query("SELECT id FROM schema_registry.schemas WHERE subject = $1 AND fingerprint = $2", subject, Fingerprint(schema))
            .ScalarAsync(cancellationToken);

    private static Task<SchemaVersion?> LatestAsync(NpgsqlConnection connection, string subject, CancellationToken cancellationToken) => ReadVersionAsync(
        connection.Query("SELECT version, id, schema FROM schema_registry.schemas WHERE subject = $1 ORDER BY version DESC LIMIT 1", subject),
        cancellationToken);

    private static async Task<SchemaVersion?> ReadVersionAsync(NpgsqlCommand command, CancellationToken cancellationToken) =>
        (await command.ListAsync(row => new SchemaVersion(row.GetInt32(0), row.GetInt32(1), row.GetString(2)), cancellationToken)).SingleOrDefault();

    private static byte[] Fingerprint(string schema) => SHA256.HashData(Encoding.UTF8.GetBytes(JsonNode.Parse(schema)!.ToJsonString()));
}
