using Npgsql;

namespace Streaming.Ingestion.RawStore;

/// <summary>The raw store's tables, and what the relay reads them through.</summary>
internal static class RawSchema
{
    public const string Publication = "raw_users";

    /// <summary>
    /// One row says which seq and which point in time were given out last. A writer holds it from before it looks for duplicates to its commit: so
    /// the order of seq, of ingested_at and of commits is the same, over all processes.
    /// </summary>
    private const string Tables = """
        CREATE TABLE IF NOT EXISTS raw_users (
            seq bigint PRIMARY KEY,
            id uuid NOT NULL,
            content_hash uuid NOT NULL,
            source text NOT NULL,
            run_id text NOT NULL,
            traceparent text,
            payload text NOT NULL,
            ingested_at timestamptz NOT NULL,
            UNIQUE (id, content_hash)
        );
        CREATE TABLE IF NOT EXISTS ingestion_clock (
            one boolean PRIMARY KEY DEFAULT true CHECK (one),
            last_seq bigint NOT NULL,
            last_ingested_at bigint NOT NULL
        ) WITH (fillfactor = 10);
        INSERT INTO ingestion_clock (last_seq, last_ingested_at) VALUES (0, 0) ON CONFLICT DO NOTHING;
        CREATE TABLE IF NOT EXISTS ingestion_duplicates (
            minute timestamptz PRIMARY KEY,
            events bigint NOT NULL
        ) WITH (fillfactor = 50);
        COMMENT ON TABLE ingestion_duplicates IS 'Events by minute that raw_users had already: of all that is accepted, what leaves no row.';
        """;

    private const string CreatePublication = $"""
        DO $$ BEGIN
            IF NOT EXISTS (SELECT FROM pg_publication WHERE pubname = '{Publication}') THEN
                CREATE PUBLICATION {Publication} FOR TABLE raw_users WITH (publish = 'insert');
            END IF;
        END $$
        """;

    /// <summary>So that tables of the tutorial's keyspace are found by their bare names.</summary>
    private const string SetSearchPath = """
        DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = public, spark_streams', current_database()); END $$
        """;

    /// <summary>Creates what does not exist.</summary>
    public static async Task CreateAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        foreach (var sql in (string[])[Tables, CreatePublication, SetSearchPath])
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
