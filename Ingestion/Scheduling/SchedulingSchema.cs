using Npgsql;

namespace Streaming.Ingestion.Scheduling;

/// <summary>The tables of schedules, runs, attempts and backfills, and those of Quartz.</summary>
internal static class SchedulingSchema
{
    /// <summary>Before there were schedules, <c>ingestion_runs</c> had the runs of one source alone.</summary>
    private const string Migrate = """
        DO $$ BEGIN
            IF EXISTS (SELECT FROM information_schema.columns
                       WHERE table_schema = current_schema() AND table_name = 'ingestion_runs' AND column_name = 'status') THEN
                ALTER TABLE ingestion_runs RENAME COLUMN status TO state;
                ALTER TABLE ingestion_runs RENAME COLUMN source TO schedule;
                ALTER TABLE ingestion_runs RENAME COLUMN malformed TO rejected;
                ALTER TABLE ingestion_runs
                    DROP COLUMN seed,
                    ALTER COLUMN started_at DROP NOT NULL,
                    ADD COLUMN trigger text NOT NULL DEFAULT 'schedule',
                    ADD COLUMN backfill_id uuid,
                    ADD COLUMN attempts int NOT NULL DEFAULT 0,
                    ADD COLUMN failures int NOT NULL DEFAULT 0,
                    ADD COLUMN not_before timestamptz,
                    ADD COLUMN lease_holder uuid,
                    ADD COLUMN lease_until timestamptz,
                    ADD COLUMN created_at timestamptz;
                UPDATE ingestion_runs
                SET created_at = started_at, state = CASE state WHEN 'done' THEN 'succeeded' WHEN 'running' THEN 'queued' ELSE state END;
                ALTER TABLE ingestion_runs ALTER COLUMN created_at SET NOT NULL;
            END IF;
        END $$
        """;

    private const string Tables = """
        CREATE TABLE IF NOT EXISTS ingestion_schedules (
            name text PRIMARY KEY,
            spec jsonb NOT NULL,
            paused boolean NOT NULL DEFAULT false,
            planned_until timestamptz NOT NULL
        );
        CREATE TABLE IF NOT EXISTS ingestion_runs (
            run_id text PRIMARY KEY,
            schedule text NOT NULL,
            logical_time timestamptz NOT NULL,
            trigger text NOT NULL,
            backfill_id uuid,
            state text NOT NULL,
            page_size int NOT NULL,
            pages int NOT NULL,
            pages_done int NOT NULL DEFAULT 0,
            fetched bigint NOT NULL DEFAULT 0,
            new bigint NOT NULL DEFAULT 0,
            duplicate bigint NOT NULL DEFAULT 0,
            rejected bigint NOT NULL DEFAULT 0,
            attempts int NOT NULL DEFAULT 0,
            failures int NOT NULL DEFAULT 0,
            not_before timestamptz,
            lease_holder uuid,
            lease_until timestamptz,
            error text,
            created_at timestamptz NOT NULL,
            started_at timestamptz,
            finished_at timestamptz
        );
        CREATE INDEX IF NOT EXISTS ingestion_runs_newest ON ingestion_runs (logical_time DESC, run_id DESC);
        CREATE INDEX IF NOT EXISTS ingestion_runs_of_schedule ON ingestion_runs (schedule, logical_time DESC, run_id DESC);
        CREATE INDEX IF NOT EXISTS ingestion_runs_of_backfill ON ingestion_runs (backfill_id, state) WHERE backfill_id IS NOT NULL;
        CREATE INDEX IF NOT EXISTS ingestion_runs_open ON ingestion_runs (state, schedule) WHERE state IN ('queued', 'running', 'waiting');
        CREATE TABLE IF NOT EXISTS ingestion_attempts (
            run_id text NOT NULL REFERENCES ingestion_runs ON DELETE CASCADE,
            number int NOT NULL,
            started_at timestamptz NOT NULL,
            finished_at timestamptz,
            state text NOT NULL,
            pages_from int NOT NULL,
            pages_to int NOT NULL,
            fetched bigint NOT NULL DEFAULT 0,
            new bigint NOT NULL DEFAULT 0,
            duplicate bigint NOT NULL DEFAULT 0,
            rejected bigint NOT NULL DEFAULT 0,
            error text,
            PRIMARY KEY (run_id, number)
        );
        CREATE TABLE IF NOT EXISTS ingestion_backfills (
            id uuid PRIMARY KEY,
            schedule text NOT NULL,
            from_time timestamptz NOT NULL,
            to_time timestamptz NOT NULL,
            parallel int NOT NULL,
            total int NOT NULL,
            existing int NOT NULL,
            cancelled boolean NOT NULL DEFAULT false,
            created_at timestamptz NOT NULL
        );
        """;

    /// <summary>Creates what does not exist, and brings the runs of an older version into today's shape.</summary>
    public static async Task CreateAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        foreach (var sql in (string[])[Migrate, Tables])
        {
            await using var command = database.CreateCommand(sql);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await QuartzStore.CreateAsync(database, cancellationToken);
    }
}
