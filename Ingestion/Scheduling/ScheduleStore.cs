using Npgsql;
using Streaming.Ingestion.Runs;
using Streaming.Ingestion.Sources;
using Streaming.Pipeline.Queries;
using Streaming.Pipeline.Scheduling;

namespace Streaming.Ingestion.Scheduling;

/// <summary>A schedule as it is stored.</summary>
internal sealed record Schedule(ScheduleSpec Spec, bool Paused);

/// <summary>The schedules in PostgreSQL.</summary>
internal sealed class ScheduleStore(NpgsqlDataSource database, DefaultSource source, TimeProvider time)
{
    private const string Views = $"""
        SELECT s.spec, s.paused, s.planned_until, open.active, open.queued, {RunRows.Columns}
        FROM ingestion_schedules s
        CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE o.state <> 'queued')::int AS active, count(*) FILTER (WHERE o.state = 'queued')::int AS queued
            FROM ingestion_runs o WHERE o.schedule = s.name AND o.state IN ('queued', 'running', 'waiting')) open
        LEFT JOIN LATERAL (SELECT * FROM ingestion_runs l WHERE l.schedule = s.name ORDER BY l.logical_time DESC, l.run_id DESC LIMIT 1) r ON true
        """;

    public Task<List<Schedule>> ListAsync(CancellationToken cancellationToken) =>
        database.Query("SELECT spec, paused FROM ingestion_schedules ORDER BY name")
            .ListAsync(reader => new Schedule(reader.Spec(0), reader.GetBoolean(1)), cancellationToken);

    public async Task<Schedule?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var found = await database.Query("SELECT spec, paused FROM ingestion_schedules WHERE name = $1", name)
            .ListAsync(reader => new Schedule(reader.Spec(0), reader.GetBoolean(1)), cancellationToken);
        return found.SingleOrDefault();
    }

    public Task<List<ScheduleView>> ViewAllAsync(CancellationToken cancellationToken) =>
        database.Query($"{Views} ORDER BY s.name").ListAsync(View, cancellationToken);

    public async Task<ScheduleView?> ViewAsync(string name, CancellationToken cancellationToken) =>
        (await database.Query($"{Views} WHERE s.name = $1", name).ListAsync(View, cancellationToken)).SingleOrDefault();

    /// <summary>False when there is a schedule of that name already.</summary>
    public async Task<bool> AddAsync(ScheduleSpec spec, CancellationToken cancellationToken) =>
        await database.Query(
            "INSERT INTO ingestion_schedules (name, spec, planned_until) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            spec.Name, Sql.Json(spec), Timetable.Of(spec).Begin(time.GetUtcNow())).DoAsync(cancellationToken) == 1;

    /// <summary>Where the times are others, they count from now on: what the old ones had missed is not caught up with. False: there is none.</summary>
    public async Task<bool> ReplaceAsync(ScheduleSpec spec, CancellationToken cancellationToken) =>
        await database.Query(
            """
            UPDATE ingestion_schedules
            SET spec = $2, planned_until = CASE
                WHEN (spec->'cron', spec->'time_zone', spec->'interval_seconds') = ($2->'cron', $2->'time_zone', $2->'interval_seconds') THEN planned_until
                ELSE greatest(planned_until, $3) END
            WHERE name = $1
            """,
            spec.Name, Sql.Json(spec), Timetable.Of(spec).Begin(time.GetUtcNow())).DoAsync(cancellationToken) == 1;

    /// <summary>What was due while it was paused is caught up with, as the schedule says, when it goes on. False: there is none.</summary>
    public async Task<bool> PauseAsync(string name, bool paused, CancellationToken cancellationToken) =>
        await database.Query("UPDATE ingestion_schedules SET paused = $2 WHERE name = $1", name, paused).DoAsync(cancellationToken) == 1;

    /// <summary>Its open runs are to be cancelled after that; those that have ended stay. False: there is none.</summary>
    public async Task<bool> DeleteAsync(string name, CancellationToken cancellationToken) =>
        await database.Query("DELETE FROM ingestion_schedules WHERE name = $1", name).DoAsync(cancellationToken) == 1;

    private ScheduleView View(NpgsqlDataReader reader)
    {
        var (spec, paused, plannedUntil, now) = (reader.Spec(0), reader.GetBoolean(1), reader.GetFieldValue<DateTimeOffset>(2), time.GetUtcNow());
        var next = paused ? null : Timetable.Of(spec).After(plannedUntil > now ? plannedUntil : now);
        var last = reader.IsDBNull(5) ? null : RunRows.Read(reader, 5);
        return new ScheduleView(spec, paused, next, last, reader.GetInt32(3), reader.GetInt32(4), source.MissingFor(spec));
    }
}
