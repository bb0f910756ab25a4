using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Npgsql;

namespace Streaming.Pipeline.Schemas;

/// <summary>The schema registry of the embedded way: one table in PostgreSQL. A schema that is registered never changes, so its id can be kept.</summary>
public sealed class PostgresSchemaRegistry(NpgsqlDataSource dataSource)
{
    /// <summary>Creates the table where it is missing. Only the setup step calls it.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
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

    /// <summary>Registers a schema as the subject's next version; one that is registered already, whatever its white space, keeps its id.</summary>
    /// <returns>The id that goes before each value on the log.</returns>
    /// <exception cref="System.Text.Json.JsonException">The schema is not JSON.</exception>
    public async Task<int> RegisterAsync(string subject, string schema, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var alone = new NpgsqlCommand("LOCK TABLE schema_registry.schemas IN SHARE ROW EXCLUSIVE MODE", connection, transaction))
            await alone.ExecuteNonQueryAsync(cancellationToken);

        await using var register = new NpgsqlCommand(
            """
            INSERT INTO schema_registry.schemas (subject, version, schema, fingerprint)
            SELECT $1, coalesce(max(version), 0) + 1, $2, $3 FROM schema_registry.schemas WHERE subject = $1
            HAVING NOT coalesce(bool_or(fingerprint = $3), false);
            """,
            connection,
            transaction)
        {
            Parameters = { new() { Value = subject }, new() { Value = schema }, new() { Value = Fingerprint(schema) } },
        };
        await register.ExecuteNonQueryAsync(cancellationToken);

        await using var find = FindCommand(subject, schema);
        find.Connection = connection;
        find.Transaction = transaction;
        var id = (int)(await find.ExecuteScalarAsync(cancellationToken))!;
        await transaction.CommitAsync(cancellationToken);
        return id;
    }

    /// <summary>The id of a registered schema; null when the setup step has not registered it.</summary>
    public async Task<int?> FindAsync(string subject, string schema, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var find = FindCommand(subject, schema);
        find.Connection = connection;
        return (int?)await find.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>The schema of an id; null when there is none.</summary>
    public async Task<string?> GetAsync(int id, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("SELECT schema FROM schema_registry.schemas WHERE id = $1");
        command.Parameters.Add(new() { Value = id });
        return (string?)await command.ExecuteScalarAsync(cancellationToken);
    }

    private static NpgsqlCommand FindCommand(string subject, string schema) =>
        new("SELECT id FROM schema_registry.schemas WHERE subject = $1 AND fingerprint = $2")
        {
            Parameters = { new() { Value = subject }, new() { Value = Fingerprint(schema) } },
        };

    private static byte[] Fingerprint(string schema) => SHA256.HashData(Encoding.UTF8.GetBytes(JsonNode.Parse(schema)!.ToJsonString()));
}
