using Npgsql;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Queries;

namespace Streaming.Console.Reconciliation;

/// <summary>
/// What raw_users tells of minutes and runs. The order of seq and of ingested_at is the same, so a minute is a range of seq, found by binary search on the
/// primary key; and seq has no gaps, so the range's width is how many rows were given out.
/// </summary>
internal sealed class RawRows(NpgsqlDataSource database)
{
    /// <summary>All points in time at once. Half of what is left of each is cut off in a step, so there are as many steps as seq has bits.</summary>
    private const string Search = """
        WITH RECURSIVE bounds AS (
            SELECT coalesce((SELECT seq FROM raw_users ORDER BY seq LIMIT 1), 1) AS first,
                   last_seq + 1 AS behind,
                   timestamptz 'epoch' + last_ingested_at * interval '1 microsecond' AS last_time
            FROM ingestion_clock
        ), search (time, low, high) AS (
            SELECT time, first, behind FROM bounds, unnest($1::timestamptz[]) time
            UNION ALL
            SELECT time, CASE WHEN is_later THEN low ELSE (low + high) / 2 + 1 END, CASE WHEN is_later THEN (low + high) / 2 ELSE high END
            FROM search, LATERAL (
                SELECT coalesce((SELECT ingested_at FROM raw_users WHERE seq >= (low + high) / 2 ORDER BY seq LIMIT 1), last_time) >= time AS is_later
                FROM bounds) probe
            WHERE low < high
        )
        SELECT low FROM search WHERE low >= high ORDER BY time
        """;

    /// <summary>For each of the points in time, in ascending order, the first seq that was given out then or later.</summary>
    public Task<List<long>> FindSeqAsync(IReadOnlyList<DateTimeOffset> times, CancellationToken cancellationToken) =>
        database.Query(Search, times.Select(time => time.UtcDateTime).ToArray()).ListAsync(row => row.GetInt64(0), cancellationToken);

    /// <summary>The rows of a range of seq, all of them or those of a run.</summary>
    public Task<List<RawVersion>> ReadAsync(long from, long until, string? run, CancellationToken cancellationToken) => database
        .Query(
            "SELECT seq, id, ingested_at FROM raw_users WHERE seq >= $1 AND seq < $2 AND ($3::text IS NULL OR run_id = $3) ORDER BY seq", from, until, run)
        .ListAsync(
            row => new RawVersion(row.GetInt64(0), row.GetGuid(1), Timestamps.ToMicros(row.GetFieldValue<DateTimeOffset>(2))), cancellationToken);

    /// <summary>The raw rows of a range that have a dead letter.</summary>
    public async Task<HashSet<long>> RejectedAsync(long from, long until, CancellationToken cancellationToken) => [.. await database
        .Query("SELECT DISTINCT raw_seq FROM console.dead_letters WHERE raw_seq >= $1 AND raw_seq < $2", from, until)
        .ListAsync(row => row.GetInt64(0), cancellationToken)];

    /// <summary>How far users_rejected is in the index of dead letters.</summary>
    public async Task<long> IndexedLettersAsync(CancellationToken cancellationToken) =>
        await database.Query("SELECT next_offset FROM console.dead_letter_position").ScalarAsync(cancellationToken) as long? ?? 0;

    /// <summary>Duplicates by minute, of the minutes that had some, which are of no raw row.</summary>
    public async Task<Dictionary<DateTimeOffset, long>> DuplicatesAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        (await database
            .Query(
                "SELECT minute, events FROM ingestion_duplicates WHERE minute >= $1 AND minute < $2", from.ToUniversalTime(), to.ToUniversalTime())
            .ListAsync(row => KeyValuePair.Create(row.GetFieldValue<DateTimeOffset>(0), row.GetInt64(1)), cancellationToken)).ToDictionary();

    /// <summary>The newest runs, by logical time, or the one that is named.</summary>
    public Task<List<RunCounts>> RunsAsync(string? run, int most, CancellationToken cancellationToken) => database.Query(
        """
        SELECT run_id, logical_time, started_at, finished_at, new, duplicate FROM ingestion_runs
        WHERE $1::text IS NULL OR run_id = $1 ORDER BY logical_time DESC, run_id DESC LIMIT $2
        """, run, most).ListAsync(
        row => new RunCounts(
            row.GetString(0), row.GetFieldValue<DateTimeOffset>(1), row.Optional<DateTimeOffset?>(2), row.Optional<DateTimeOffset?>(3),
            row.GetInt64(4), row.GetInt64(5)),
        cancellationToken);
}

/// <summary>What a run says of itself.</summary>
/// <param name="StartedAt">Null while none of its attempts was begun.</param>
/// <param name="New">Rows that it gave to raw_users.</param>
internal sealed record RunCounts(string RunId, DateTimeOffset LogicalTime, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, long New, long Duplicate);
