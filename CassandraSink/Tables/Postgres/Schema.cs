namespace Streaming.CassandraSink.Tables.Postgres;

/// <summary>The tables, made so that making them again, also at the same time, changes nothing.</summary>
internal static class Schema
{
    public static readonly string Create = $"""
        SELECT pg_advisory_xact_lock(hashtextextended('spark_streams', 0));

        CREATE SCHEMA IF NOT EXISTS spark_streams;
        COMMENT ON SCHEMA spark_streams IS 'What the pipeline serves. Written by CassandraSink only.';

        CREATE TABLE IF NOT EXISTS spark_streams.created_users (
            {Columns.Definitions},
            carried jsonb
        );
        COMMENT ON TABLE spark_streams.created_users IS 'Users by id: of each field the newest value that an accepted version had.';
        COMMENT ON COLUMN spark_streams.created_users.ingested_at IS 'The version, in microseconds: when the newest accepted record of the user came in.';
        COMMENT ON COLUMN spark_streams.created_users.processed_at IS 'When the stream processor accepted that version.';
        COMMENT ON COLUMN spark_streams.created_users.age IS 'In full years, when it was processed.';
        COMMENT ON COLUMN spark_streams.created_users.post_code IS 'Text as the source had it, leading zeros included.';
        COMMENT ON COLUMN spark_streams.created_users.carried IS
            'Columns that the newest version had no value for: name to ingested_at of the version that the value is from. Null where there are none.';

        CREATE INDEX IF NOT EXISTS created_users_by_country ON spark_streams.created_users (country, registered_date, id);
        CREATE INDEX IF NOT EXISTS created_users_by_email ON spark_streams.created_users (email);
        CREATE OR REPLACE VIEW spark_streams.users_by_country AS SELECT {Columns.All} FROM spark_streams.created_users WHERE country IS NOT NULL;
        COMMENT ON VIEW spark_streams.users_by_country IS
            'Users by country, to be read ORDER BY country, registered_date, id, as the index has them. A view, so that it never differs from created_users.';

        CREATE TABLE IF NOT EXISTS spark_streams.user_stats (
            window_start timestamptz,
            nationality text,
            gender text,
            partition integer,
            count bigint NOT NULL,
            late bigint NOT NULL,
            final boolean NOT NULL,
            PRIMARY KEY (window_start, nationality, gender, partition)
        );
        COMMENT ON TABLE spark_streams.user_stats IS
            'Accepted users by the minute of ingested_at. A window''s total is the sum over its partitions: user_stats_total.';
        COMMENT ON COLUMN spark_streams.user_stats.partition IS 'The partition of users_created that was counted.';
        COMMENT ON COLUMN spark_streams.user_stats.late IS 'How many of them came after the allowed lateness.';
        COMMENT ON COLUMN spark_streams.user_stats.final IS 'Whether the allowed lateness of the window is over.';

        CREATE OR REPLACE VIEW spark_streams.user_stats_total AS
            SELECT window_start, nationality, gender, sum(count)::bigint AS count, sum(late)::bigint AS late, bool_and(final) AS final
            FROM spark_streams.user_stats GROUP BY window_start, nationality, gender;
        COMMENT ON VIEW spark_streams.user_stats_total IS 'user_stats summed over partitions.';
        """;
}
