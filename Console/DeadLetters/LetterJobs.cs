using Npgsql;
using Streaming.Pipeline.Queries;

namespace Streaming.Console.DeadLetters;

/// <summary>An action on all letters of a group that were open when it was started.</summary>
/// <param name="NextLetter">Where it goes on.</param>
/// <param name="LastLetter">The newest letter at its start: what is rejected again meanwhile is not replayed again.</param>
/// <param name="LeftOut">Letters that stay open; the action on each says why.</param>
internal sealed record LetterJob(
    long Number, string Kind, GroupKey Group, long NextLetter, long LastLetter, long Total, long Done, long LeftOut, string State, string? Reason, string By,
    DateTimeOffset StartedAt, DateTimeOffset ChangedAt)
{
    public const string Columns =
        "job, kind, rule, field, next_letter, last_letter, total, done, left_out, state, reason, by, started_at, changed_at";

    public static LetterJob Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetString(1), new GroupKey(row.GetString(2), row.GetString(3)), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6),
        row.GetInt64(7), row.GetInt64(8), row.GetString(9), row.Optional<string>(10), row.GetString(11),
        row.GetFieldValue<DateTimeOffset>(12), row.GetFieldValue<DateTimeOffset>(13));
}

internal static class JobState
{
    public const string Running = "running";
    public const string Stopped = "stopped";
    public const string Failed = "failed";
    public const string Done = "done";
}

/// <summary>Starts and stops jobs; <see cref="JobLoop"/> does them.</summary>
internal sealed class LetterJobs(NpgsqlDataSource database)
{
    private const int Shown = 5;

    /// <exception cref="ActionRefusedException">There is nothing to do, or a job of this group is at work.</exception>
    public async Task StartAsync(string kind, GroupKey group, string by, CancellationToken cancellationToken)
    {
        var started = await database.Query(
            """
            INSERT INTO console.dead_letter_jobs (kind, rule, field, next_letter, last_letter, total, by)
            SELECT $1, $2, $3, min(letter), max(letter), count(*), $4 FROM console.dead_letter_rules WHERE rule = $2 AND field = $3 AND state = 'open'
            HAVING count(*) > 0 AND NOT EXISTS (SELECT FROM console.dead_letter_jobs WHERE rule = $2 AND field = $3 AND state = 'running')
            """, kind, group.Rule, group.Field, by).DoAsync(cancellationToken);
        if (started == 0)
            throw new ActionRefusedException($"Nothing was started: no letter of {group} is open, or a job is at work on them already.");
    }

    /// <summary>The jobs that are not done, and some of those done last; newest first.</summary>
    public async Task<IReadOnlyList<LetterJob>> ListAsync(CancellationToken cancellationToken) => await database
        .Query($"SELECT {LetterJob.Columns} FROM console.dead_letter_jobs ORDER BY job DESC LIMIT {Shown}").ListAsync(LetterJob.Read, cancellationToken);

    /// <summary>Stops a job after the letters that it is at.</summary>
    public Task StopAsync(long job, CancellationToken cancellationToken) => MoveAsync(job, JobState.Stopped, [JobState.Running], cancellationToken);

    /// <summary>Has a job go on that was stopped or has failed.</summary>
    public Task GoOnAsync(long job, CancellationToken cancellationToken) =>
        MoveAsync(job, JobState.Running, [JobState.Stopped, JobState.Failed], cancellationToken);

    private async Task MoveAsync(long job, string to, string[] from, CancellationToken cancellationToken)
    {
        var moved = await database.Query(
            "UPDATE console.dead_letter_jobs SET state = $2, reason = NULL, changed_at = clock_timestamp() WHERE job = $1 AND state = ANY ($3)", job, to, from)
            .DoAsync(cancellationToken);
        if (moved == 0) throw new ActionRefusedException("The job is not in that state any more.");
    }
}
