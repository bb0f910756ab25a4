using Npgsql;
using Streaming.Ingestion.Scheduling;
using Streaming.Pipeline.Queries;
using Streaming.Pipeline.Scheduling;

namespace Streaming.Ingestion.Runs;

/// <summary>
/// The runs as those who work on them see them. A process holds a run by a lease; the number of the attempt fences off who lost it. The progress of a run is
/// not written here but together with its page, by the raw store.
/// </summary>
internal sealed class RunStore(NpgsqlDataSource database, TimeProvider time)
{
    private const int LongestError = 2_000;

    /// <summary>Claims are made one after the other, over all processes: else two of them could each see room for one more run.</summary>
    private const string Lock = "SELECT pg_advisory_xact_lock(hashtext('ingestion_runs'))";

    private const string Expire = """
        WITH expired AS (
            UPDATE ingestion_runs r
            SET state = CASE WHEN r.failures + 1 < (s.spec->>'max_attempts')::int THEN 'queued' ELSE 'failed' END, failures = r.failures + 1, error = $2,
                finished_at = CASE WHEN r.failures + 1 < (s.spec->>'max_attempts')::int THEN NULL ELSE $1 END, lease_holder = NULL, lease_until = NULL
            FROM ingestion_schedules s WHERE s.name = r.schedule AND r.state = 'running' AND r.lease_until < $1 RETURNING r.run_id, r.attempts)
        UPDATE ingestion_attempts a SET state = 'failed', error = $2, finished_at = $1 FROM expired e WHERE a.run_id = e.run_id AND a.number = e.attempts
        """;

    private const string Claim = """
        WITH active AS (
            SELECT schedule, backfill_id, count(*) AS runs FROM ingestion_runs WHERE state IN ('running', 'waiting') GROUP BY 1, 2),
        next AS (
            SELECT r.run_id, s.spec
            FROM ingestion_runs r
            JOIN ingestion_schedules s ON s.name = r.schedule
            LEFT JOIN ingestion_backfills b ON b.id = r.backfill_id
            LEFT JOIN active a ON a.schedule = r.schedule AND a.backfill_id IS NOT DISTINCT FROM r.backfill_id
            WHERE (r.state = 'waiting' AND r.not_before <= $1
                OR r.state = 'queued' AND coalesce(a.runs, 0) < coalesce(b.parallel, (s.spec->>'max_active_runs')::int))
                AND (r.trigger <> 'schedule' OR r.backfill_id IS NOT NULL OR NOT s.paused)
            ORDER BY r.backfill_id IS NOT NULL, r.logical_time, r.run_id LIMIT 1 FOR UPDATE OF r),
        taken AS (
            UPDATE ingestion_runs r
            SET state = 'running', attempts = r.attempts + 1, lease_holder = $2, lease_until = $3, not_before = NULL, error = NULL,
                started_at = coalesce(r.started_at, $1)
            FROM next WHERE r.run_id = next.run_id
            RETURNING r.run_id, r.page_size, r.pages, r.pages_done, r.attempts, r.failures, next.spec),
        attempt AS (
            INSERT INTO ingestion_attempts (run_id, number, started_at, state, pages_from, pages_to)
            SELECT run_id, attempts, $1, 'running', pages_done + 1, pages_done FROM taken)
        SELECT * FROM taken
        """;

    /// <summary>Begins the next attempt that is due and that the limits allow; null: there is none.</summary>
    /// <param name="holder">This process.</param>
    public async Task<Run?> ClaimAsync(Guid holder, TimeSpan lease, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                PostgresQueries.Part(Lock),
                PostgresQueries.Part(Expire, now, "its process has not been heard of since; the run goes on at its next page"),
                PostgresQueries.Part(Claim, now, holder, now + lease),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken)) return null;
        return new Run(
            reader.GetString(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4), reader.GetInt32(5), reader.Spec(6));
    }

    /// <summary>Prolongs the leases of these runs; returns those that are still this process's.</summary>
    public async Task<IReadOnlyCollection<string>> RenewAsync(
        Guid holder, IReadOnlyCollection<string> runIds, TimeSpan lease, CancellationToken cancellationToken) =>
        await database.Query(
            "UPDATE ingestion_runs SET lease_until = $3 WHERE run_id = ANY($2) AND lease_holder = $1 AND state = 'running' RETURNING run_id",
            holder, runIds.ToArray(), time.GetUtcNow() + lease).ListAsync(reader => reader.GetString(0), cancellationToken);

    /// <summary>Ends the attempt and says how the run goes on. False: the run was cancelled, or another process has taken it up.</summary>
    /// <param name="failures">Attempts in a row that stored nothing.</param>
    public async Task<bool> EndAsync(
        Run run, RunState state, AttemptState attempt, string? error, int failures, DateTimeOffset? notBefore, CancellationToken cancellationToken) =>
        await database.Query(
            """
            WITH run AS (
                UPDATE ingestion_runs
                SET state = $3, error = left($5::text, $9), failures = $6, not_before = $7::timestamptz, lease_holder = NULL, lease_until = NULL,
                    finished_at = CASE WHEN $3 IN ('succeeded', 'failed') THEN $8 END
                WHERE run_id = $1 AND attempts = $2 AND state = 'running' RETURNING run_id, attempts)
            UPDATE ingestion_attempts a SET state = $4, error = left($5::text, $9), finished_at = $8
            FROM run WHERE a.run_id = run.run_id AND a.number = run.attempts
            """,
            run.RunId, run.Attempt, Sql.Text(state), Sql.Text(attempt), error, failures, notBefore, time.GetUtcNow(), LongestError)
            .DoAsync(cancellationToken) == 1;

    /// <summary>Removes the oldest finished runs of each schedule, with their attempts, where there are more than so many.</summary>
    public Task<int> TrimAsync(int kept, CancellationToken cancellationToken) => database.Query(
        """
        DELETE FROM ingestion_runs WHERE run_id IN (
            SELECT run_id FROM (
                SELECT run_id, row_number() OVER (PARTITION BY schedule ORDER BY finished_at DESC) AS place
                FROM ingestion_runs WHERE state IN ('succeeded', 'failed', 'cancelled')) finished
            WHERE place > $1)
        """,
        kept).DoAsync(cancellationToken);
}
