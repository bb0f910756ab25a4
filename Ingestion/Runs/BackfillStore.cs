using Npgsql;
using Streaming.Ingestion.Scheduling;
using Streaming.Pipeline.Queries;
using Streaming.Pipeline.Scheduling;

namespace Streaming.Ingestion.Runs;

/// <summary>The backfills in PostgreSQL.</summary>
internal sealed class BackfillStore(NpgsqlDataSource database, RunDesk runs, Wakers wakers, TimeProvider time)
{
    /// <summary>Runs of one backfill; fewer than are kept of a schedule, so that its history has all of them.</summary>
    public const int MostRuns = 5_000;

    private static readonly RunState[] Ended = [RunState.Failed, RunState.Cancelled];

    /// <summary>What the backfill would be; creates nothing.</summary>
    public async Task<BackfillView> TryAsync(
        ScheduleSpec spec, BackfillRequest request, IReadOnlyCollection<DateTimeOffset> logicalTimes, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var left = await LeftAloneAsync(connection, spec, logicalTimes, cancellationToken);
        List<DateTimeOffset> missing = [.. logicalTimes.Where(time => !left.Contains(RunId.Of(spec.Name, time)))];
        return new BackfillView(
            Guid.Empty, spec.Name, request.From, request.To, request.Parallel, BackfillState.DryRun, missing.Count, 0, 0, 0, left.Count, missing);
    }

    /// <summary>Queues a run for each time that has none, and those again that failed or were cancelled.</summary>
    public async Task<Guid> CreateAsync(
        ScheduleSpec spec, BackfillRequest request, IReadOnlyCollection<DateTimeOffset> logicalTimes, CancellationToken cancellationToken)
    {
        var (id, now) = (Guid.CreateVersion7(time.GetUtcNow()), time.GetUtcNow());
        var runIds = logicalTimes.Select(logicalTime => RunId.Of(spec.Name, logicalTime)).ToArray();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var again = await RunDesk.RequeueAsync(connection, runIds, Ended, id, cancellationToken);
        var total = again + await RunRows.InsertAsync(connection, spec, logicalTimes, RunTrigger.Backfill, id, now, cancellationToken);
        await connection.Query(
            """
            INSERT INTO ingestion_backfills (id, schedule, from_time, to_time, parallel, total, existing, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            id, spec.Name, request.From.ToUniversalTime(), request.To.ToUniversalTime(), request.Parallel, total, runIds.Length - total, now)
            .DoAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        wakers.Runs.Set();
        return id;
    }

    public async Task<BackfillView?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        var found = await database.Query(
            """
            SELECT b.id, b.schedule, b.from_time, b.to_time, b.parallel, b.total, b.existing, b.cancelled, runs.*
            FROM ingestion_backfills b CROSS JOIN LATERAL (
                SELECT count(*) FILTER (WHERE r.state = 'succeeded')::int, count(*) FILTER (WHERE r.state = 'failed')::int,
                    count(*) FILTER (WHERE r.state = 'cancelled')::int, count(*) FILTER (WHERE r.state IN ('queued', 'running', 'waiting'))::int
                FROM ingestion_runs r WHERE r.backfill_id = b.id) runs (done, failed, cancelled, open)
            WHERE b.id = $1
            """,
            id).ListAsync(Read, cancellationToken);
        return found.SingleOrDefault();
    }

    /// <summary>Cancels those of its runs that have not ended.</summary>
    public async Task CancelAsync(Guid id, CancellationToken cancellationToken)
    {
        await database.Query("UPDATE ingestion_backfills SET cancelled = true WHERE id = $1", id).DoAsync(cancellationToken);
        await runs.CancelAllAsync(id, cancellationToken);
    }

    private static BackfillView Read(NpgsqlDataReader reader)
    {
        var state = reader.GetBoolean(7) ? BackfillState.Cancelled : reader.GetInt32(11) > 0 ? BackfillState.Running : BackfillState.Finished;
        return new BackfillView(
            reader.GetGuid(0), reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetFieldValue<DateTimeOffset>(3), reader.GetInt32(4),
            state, reader.GetInt32(5), reader.GetInt32(8), reader.GetInt32(9), reader.GetInt32(10), reader.GetInt32(6), []);
    }

    private static async Task<HashSet<string>> LeftAloneAsync(
        NpgsqlConnection connection, ScheduleSpec spec, IReadOnlyCollection<DateTimeOffset> logicalTimes, CancellationToken cancellationToken) =>
        [.. await connection.Query(
            "SELECT run_id FROM ingestion_runs WHERE run_id = ANY($1) AND NOT state = ANY($2)",
            logicalTimes.Select(logicalTime => RunId.Of(spec.Name, logicalTime)).ToArray(), Ended.Select(Sql.Text).ToArray())
            .ListAsync(reader => reader.GetString(0), cancellationToken)];
}
