using Npgsql;
using Streaming.Ingestion.Runs;
using Streaming.Ingestion.Sources;
using Streaming.Pipeline.Queries;
using Streaming.Pipeline.Scheduling;

namespace Streaming.Ingestion.Scheduling;

/// <summary>
/// Queues the runs of a schedule that are due. Any instance may do so at any time, and several at once: the schedule's row is locked meanwhile, and there
/// is one run for each logical time.
/// </summary>
internal sealed class Planner(NpgsqlDataSource database, ScheduleStore schedules, DefaultSource source, Wakers wakers, TimeProvider time)
{
    public async Task PlanAllAsync(CancellationToken cancellationToken)
    {
        foreach (var schedule in await schedules.ListAsync(cancellationToken)) await PlanAsync(schedule.Spec.Name, cancellationToken);
    }

    /// <summary>Does nothing where the schedule is paused, has no source, or is gone.</summary>
    public async Task PlanAsync(string name, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var found = await connection.Query(
            """
            SELECT spec, planned_until, (
                SELECT count(*)::int FROM ingestion_runs
                WHERE schedule = $1 AND state = 'queued' AND trigger = 'schedule' AND backfill_id IS NULL)
            FROM ingestion_schedules WHERE name = $1 AND NOT paused FOR UPDATE
            """,
            name).ListAsync(reader => (Spec: reader.Spec(0), Until: reader.GetFieldValue<DateTimeOffset>(1), Queued: reader.GetInt32(2)), cancellationToken);
        if (found.Count == 0 || source.MissingFor(found[0].Spec) is not null) return;

        var (spec, until, queued) = found[0];
        var plan = DuePlan.For(Timetable.Of(spec), spec.CatchUp, until, time.GetUtcNow(), queued);
        if (plan.PlannedUntil == until) return;

        await RunRows.InsertAsync(connection, spec, plan.LogicalTimes, RunTrigger.Schedule, null, time.GetUtcNow(), cancellationToken);
        await connection.Query("UPDATE ingestion_schedules SET planned_until = $2 WHERE name = $1", name, plan.PlannedUntil).DoAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (plan.LogicalTimes.Count > 0) wakers.Runs.Set();
    }
}
