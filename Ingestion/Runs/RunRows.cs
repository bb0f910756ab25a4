using Npgsql;
using Streaming.Ingestion.Scheduling;
using Streaming.Pipeline.Queries;
using Streaming.Pipeline.Scheduling;

namespace Streaming.Ingestion.Runs;

/// <summary>The rows of ingestion_runs, as they are read and as they begin.</summary>
internal static class RunRows
{
    /// <summary>Of a table that is called r.</summary>
    public const string Columns = """
        r.run_id, r.schedule, r.logical_time, r.trigger, r.state, r.attempts, r.created_at, r.started_at, r.finished_at, r.not_before,
        r.page_size, r.pages, r.pages_done, r.fetched, r.new, r.duplicate, r.rejected, r.error, r.backfill_id
        """;

    public static RunView Read(NpgsqlDataReader reader) => Read(reader, 0);

    public static RunView Read(NpgsqlDataReader reader, int first) => new(
        reader.GetString(first), reader.GetString(first + 1), reader.GetFieldValue<DateTimeOffset>(first + 2),
        reader.Enumerated<RunTrigger>(first + 3), reader.Enumerated<RunState>(first + 4), reader.GetInt32(first + 5),
        reader.GetFieldValue<DateTimeOffset>(first + 6), reader.Optional<DateTimeOffset?>(first + 7), reader.Optional<DateTimeOffset?>(first + 8),
        reader.Optional<DateTimeOffset?>(first + 9), reader.GetInt32(first + 10), reader.GetInt32(first + 11), reader.GetInt32(first + 12),
        reader.GetInt64(first + 13), reader.GetInt64(first + 14), reader.GetInt64(first + 15), reader.GetInt64(first + 16),
        reader.Optional<string>(first + 17), reader.Optional<Guid?>(first + 18));

    public static AttemptView ReadAttempt(NpgsqlDataReader reader) => new(
        reader.GetInt32(0), reader.GetFieldValue<DateTimeOffset>(1), reader.Optional<DateTimeOffset?>(2), reader.Enumerated<AttemptState>(3),
        reader.GetInt32(4), reader.GetInt32(5), reader.GetInt64(6), reader.GetInt64(7), reader.GetInt64(8), reader.GetInt64(9), reader.Optional<string>(10));

    /// <summary>Queues a run for each time that has none; returns how many these are.</summary>
    public static Task<int> InsertAsync(
        NpgsqlConnection connection, ScheduleSpec spec, IReadOnlyCollection<DateTimeOffset> logicalTimes, RunTrigger trigger, Guid? backfillId,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        var pageSize = Math.Min(spec.PageSize, spec.UsersPerRun);
        return connection.Query(
            """
            INSERT INTO ingestion_runs (run_id, schedule, logical_time, trigger, backfill_id, state, page_size, pages, created_at)
            SELECT run_id, $3, logical_time, $4, $5::uuid, 'queued', $6, $7, $8 FROM unnest($1::text[], $2::timestamptz[]) AS due (run_id, logical_time)
            ON CONFLICT DO NOTHING
            """,
            logicalTimes.Select(logicalTime => RunId.Of(spec.Name, logicalTime)).ToArray(), logicalTimes.ToArray(), spec.Name, Sql.Text(trigger),
            backfillId, pageSize, spec.UsersPerRun / pageSize, now).DoAsync(cancellationToken);
    }
}
