using Npgsql;
using Streaming.Pipeline.Queries;

namespace Streaming.Console.DeadLetters;

/// <summary>
/// What is done with letters: written down before it is begun and when it has ended. An action left over as begun, by a console that died, shows on the
/// letter, which is still open; doing it again stores nothing twice.
/// </summary>
internal sealed class LetterLedger(NpgsqlDataSource database)
{
    /// <summary>Bytes of the letters that one turn of a job takes, but for the last of them.</summary>
    private const int MostBytes = 4 * 1024 * 1024;

    private const string Note = """
        interrupted AS (
            UPDATE console.dead_letter_actions past SET state = 'interrupted' FROM claimed WHERE past.letter = claimed.letter AND past.state = 'begun')
        INSERT INTO console.dead_letter_actions
        """;

    /// <summary>Begins an action on one letter.</summary>
    /// <param name="seen">How many actions the viewer knew of.</param>
    /// <exception cref="ActionRefusedException">Somebody has begun another one since, or the letter is gone.</exception>
    public async Task<long> BeginAsync(long letter, int seen, string kind, string by, CancellationToken cancellationToken)
    {
        var begun = await database.Query(
            $"""
            WITH claimed AS (UPDATE console.dead_letters SET actions = actions + 1 WHERE letter = $1 AND actions = $2 RETURNING letter),
            {Note} (letter, kind, by, state) SELECT letter, $3, $4, 'begun' FROM claimed RETURNING action
            """, letter, seen, kind, by).ScalarAsync(cancellationToken);
        return begun as long? ?? throw new ActionRefusedException(
            $"Somebody else has done something with letter {letter} since this page was loaded, or it is gone. Reload the page and look at its actions.");
    }

    /// <summary>Begins an action on the next open letters of a job.</summary>
    /// <returns>The letters with their actions; none when the job is through.</returns>
    public async Task<IReadOnlyList<(long Action, long Letter)>> BeginAsync(LetterJob job, int most, CancellationToken cancellationToken) => await database
        .Query(
            $"""
            WITH next AS MATERIALIZED (
                SELECT letter FROM console.dead_letter_rules
                WHERE rule = $1 AND field = $2 AND state = 'open' AND letter BETWEEN $3 AND $4 ORDER BY letter LIMIT $5),
            sized AS (
                SELECT letter, sum(octet_length(original)) OVER (ORDER BY letter) - octet_length(original) AS bytes_before
                FROM next JOIN console.dead_letters USING (letter)),
            claimed AS (
                UPDATE console.dead_letters SET actions = actions + 1 WHERE letter IN (SELECT letter FROM sized WHERE bytes_before < {MostBytes})
                RETURNING letter),
            {Note} (letter, kind, job, by, state) SELECT letter, $6, $7, $8, 'begun' FROM claimed RETURNING action, letter
            """,
            job.Group.Rule, job.Group.Field, job.NextLetter, job.LastLetter, most, job.Kind, job.Number, job.By)
        .ListAsync(row => (row.GetInt64(0), row.GetInt64(1)), cancellationToken);

    /// <summary>Ends actions; a letter whose action came through is no longer open.</summary>
    public Task EndAsync(IReadOnlyList<Ended> ended, CancellationToken cancellationToken) => database
        .Query(
            """
            WITH ended AS (
                UPDATE console.dead_letter_actions past SET state = now.state, finished_at = clock_timestamp(), raw_seq = now.raw_seq, result = now.result
                FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::text[]) now (action, state, raw_seq, result) WHERE past.action = now.action
                RETURNING past.letter, past.kind, past.state),
            moved AS (
                UPDATE console.dead_letters SET state = CASE ended.kind WHEN 'discard' THEN 'discarded' ELSE 'replayed' END
                FROM ended WHERE dead_letters.letter = ended.letter AND ended.state = 'done' RETURNING dead_letters.letter, dead_letters.state)
            UPDATE console.dead_letter_rules SET state = moved.state FROM moved WHERE dead_letter_rules.letter = moved.letter
            """,
            ended.Select(end => end.Action).ToArray(), ended.Select(end => end.Done ? ActionState.Done : ActionState.Failed).ToArray(),
            ended.Select(end => end.RawSeq).ToArray(), ended.Select(end => end.Result).ToArray())
        .DoAsync(cancellationToken);
}

/// <summary>How an action ended.</summary>
/// <param name="Done">Whether it came through.</param>
/// <param name="RawSeq">The raw row that the letter came back in as, or had when it went back to its topic.</param>
internal sealed record Ended(long Action, bool Done, long? RawSeq, string Result);

/// <summary>Nothing was done. The message says why, and what to do.</summary>
internal sealed class ActionRefusedException(string message) : Exception(message);
