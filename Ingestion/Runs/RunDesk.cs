using Npgsql;
using Streaming.Ingestion.Scheduling;
using Streaming.Pipeline.Queries;
using Streaming.Pipeline.Scheduling;

namespace Streaming.Ingestion.Runs;

/// <summary>The runs as users see them: looked at, triggered, cancelled, run again.</summary>
internal sealed class RunDesk(NpgsqlDataSource database, Wakers wakers, TimeProvider time)
{
    private const int NearbySeconds = 60;

    /// <summary>Newest logical time first.</summary>
    /// <param name="before">Only runs after this one in that order.</param>
    public async Task<RunList> ListAsync(string? schedule, RunState? state, string? before, int limit, CancellationToken cancellationToken)
    {
        DateTimeOffset? beforeTime = before is not null && RunId.TryReadTime(before, out var logicalTime) ? logicalTime : null;
        var runs = await database.Query(
            $"""
            SELECT {RunRows.Columns} FROM ingestion_runs r
            WHERE ($1::text IS NULL OR r.schedule = $1) AND ($2::text IS NULL OR r.state = $2)
                AND ($3::timestamptz IS NULL OR (r.logical_time, r.run_id) < ($3, $4::text))
            ORDER BY r.logical_time DESC, r.run_id DESC LIMIT $5
            """,
            schedule, state is { } only ? Sql.Text(only) : null, beforeTime, before, limit).ListAsync(RunRows.Read, cancellationToken);
        return new RunList(runs, runs.Count == limit ? runs[^1].RunId : null);
    }

    public async Task<RunDetail?> FindAsync(string runId, CancellationToken cancellationToken)
    {
        var runs = await database.Query($"SELECT {RunRows.Columns} FROM ingestion_runs r WHERE r.run_id = $1", runId)
            .ListAsync(RunRows.Read, cancellationToken);
        if (runs.Count == 0) return null;
        var attempts = await database.Query(
            """
            SELECT number, started_at, finished_at, state, pages_from, pages_to, fetched, new, duplicate, rejected, error
            FROM ingestion_attempts WHERE run_id = $1 ORDER BY number
            """,
            runId).ListAsync(RunRows.ReadAttempt, cancellationToken);
        return new RunDetail(runs[0], attempts);
    }

    /// <summary>Queues a run.</summary>
    /// <param name="spec">With the size that the run is to have.</param>
    /// <param name="logicalTime">Null: now, or one of the next seconds where there is a run for now already.</param>
    /// <returns>The run's id; null: there is a run for that time.</returns>
    public async Task<string?> TriggerAsync(ScheduleSpec spec, DateTimeOffset? logicalTime, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (first, tries) = logicalTime is { } given ? (given, 1) : (now, NearbySeconds);
        first = new DateTimeOffset(first.UtcTicks - first.UtcTicks % TimeSpan.TicksPerSecond, TimeSpan.Zero);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        for (var i = 0; i < tries; i++)
        {
            var at = first.AddSeconds(i);
            if (await RunRows.InsertAsync(connection, spec, [at], RunTrigger.Manual, null, now, cancellationToken) == 0) continue;
            wakers.Runs.Set();
            return RunId.Of(spec.Name, at);
        }

        return null;
    }

    /// <summary>Cancels the run if it has not ended; false: it has.</summary>
    public async Task<bool> CancelAsync(string runId, CancellationToken cancellationToken) => await CancelAsync("run_id", runId, cancellationToken) == 1;

    /// <summary>Cancels all runs of the schedule that have not ended.</summary>
    public Task<int> CancelAllAsync(string schedule, CancellationToken cancellationToken) => CancelAsync("schedule", schedule, cancellationToken);

    /// <summary>Cancels all runs of the backfill that have not ended.</summary>
    public Task<int> CancelAllAsync(Guid backfill, CancellationToken cancellationToken) => CancelAsync("backfill_id", backfill, cancellationToken);

    /// <summary>Queues a run that has ended once more: one that succeeded from its first page on, another at its next. False: it has not ended.</summary>
    public async Task<bool> RerunAsync(string runId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (await RequeueAsync(connection, [runId], [RunState.Succeeded, RunState.Failed, RunState.Cancelled], null, cancellationToken) == 0) return false;
        wakers.Runs.Set();
        return true;
    }

    /// <summary>Queues those of the runs that are in one of the states; a backfill that is given takes them over.</summary>
    public static Task<int> RequeueAsync(
        NpgsqlConnection connection, string[] runIds, RunState[] states, Guid? backfillId, CancellationToken cancellationToken) => connection.Query(
        """
        UPDATE ingestion_runs
        SET pages_done = CASE state WHEN 'succeeded' THEN 0 ELSE pages_done END, state = 'queued', failures = 0, error = NULL, finished_at = NULL,
            backfill_id = coalesce($3::uuid, backfill_id)
        WHERE run_id = ANY($1) AND state = ANY($2)
        """,
        runIds, states.Select(Sql.Text).ToArray(), backfillId).DoAsync(cancellationToken);

    /// <summary>Who works on such a run learns of it when it renews its lease.</summary>
    private async Task<int> CancelAsync(string column, object value, CancellationToken cancellationToken)
    {
        var cancelled = await database.Query(
            $"""
            WITH run AS (
                UPDATE ingestion_runs SET state = 'cancelled', finished_at = $2, not_before = NULL, lease_holder = NULL, lease_until = NULL
                WHERE {column} = $1 AND state IN ('queued', 'running', 'waiting') RETURNING run_id, attempts),
            attempt AS (
                UPDATE ingestion_attempts a SET state = 'cancelled', finished_at = $2
                FROM run WHERE a.run_id = run.run_id AND a.number = run.attempts AND a.state = 'running')
            SELECT count(*)::int FROM run
            """,
            value, time.GetUtcNow()).ListAsync(reader => reader.GetInt32(0), cancellationToken);
        wakers.Runs.Set();
        return cancelled[0];
    }
}
