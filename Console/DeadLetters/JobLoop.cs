using Npgsql;
using Streaming.Pipeline.Loops;
using Streaming.Pipeline.Queries;

namespace Streaming.Console.DeadLetters;

/// <summary>
/// Does the jobs, one after the other, some letters at a turn; a job goes on where it was when the console is started again. Of several consoles the one that
/// holds the lock does them.
/// </summary>
internal sealed class JobLoop(
    NpgsqlDataSource database, LetterLedger ledger, Letters letters, RawLookup lookup, Replayer replayer, TimeProvider time, ILogger<JobLoop> logger)
    : BackgroundLoop(LoopName, new LoopOptions(), time, logger)
{
    public const string LoopName = "dead-letter-jobs";

    private const int ReplayedAtOnce = 200;
    private const int DiscardedAtOnce = 2_000;

    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(500);

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        using var timer = new PeriodicTimer(Idle, Time);
        var holdsLock = false;
        do
        {
            Beat();
            holdsLock = holdsLock || await TryLockAsync(connection, cancellationToken);
            while (holdsLock && await NextAsync(connection, cancellationToken) is { } job)
            {
                await TurnAsync(connection, job, cancellationToken);
                Beat();
            }

            Recovered();
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private static async Task<bool> TryLockAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => await connection
        .Query("SELECT pg_try_advisory_lock(hashtextextended('console.dead_letter_jobs', 0))").ScalarAsync(cancellationToken) is true;

    private static async Task<LetterJob?> NextAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => (await connection
        .Query($"SELECT {LetterJob.Columns} FROM console.dead_letter_jobs WHERE state = 'running' ORDER BY job LIMIT 1")
        .ListAsync(LetterJob.Read, cancellationToken)).SingleOrDefault();

    private async Task TurnAsync(NpgsqlConnection connection, LetterJob job, CancellationToken cancellationToken)
    {
        var begun = await ledger.BeginAsync(job, job.Kind == ActionKind.Discard ? DiscardedAtOnce : ReplayedAtOnce, cancellationToken);
        if (begun.Count == 0)
        {
            await NoteAsync(connection, job with { State = JobState.Done }, cancellationToken);
            Log.JobDone(logger, job.Number, job.Kind, job.Done, job.LeftOut);
            return;
        }

        try
        {
            var ended = job.Kind == ActionKind.Discard ? await DiscardAsync(begun, cancellationToken) : await ReplayAsync(job, begun, cancellationToken);
            var done = ended.Count(end => end.Done);
            await NoteAsync(
                connection,
                job with { NextLetter = begun.Max(one => one.Letter) + 1, Done = job.Done + done, LeftOut = job.LeftOut + begun.Count - done },
                cancellationToken);
        }
        catch (ReplayFailedException failure)
        {
            await NoteAsync(connection, job with { State = JobState.Failed, Reason = failure.Message }, cancellationToken);
            Log.JobFailed(logger, job.Number, job.Kind, failure.Message);
        }
    }

    private async Task<IReadOnlyList<Ended>> DiscardAsync(IReadOnlyList<(long Action, long Letter)> begun, CancellationToken cancellationToken)
    {
        Ended[] ended = [.. begun.Select(one => new Ended(one.Action, Done: true, null, "discarded"))];
        await ledger.EndAsync(ended, cancellationToken);
        return ended;
    }

    private async Task<IReadOnlyList<Ended>> ReplayAsync(
        LetterJob job, IReadOnlyList<(long Action, long Letter)> begun, CancellationToken cancellationToken)
    {
        var contents = await letters.FindAsync([.. begun.Select(one => one.Letter)], cancellationToken);
        var sendings = begun.Where(one => contents.ContainsKey(one.Letter)).Select(one => Sending.Unchanged(one.Action, contents[one.Letter])).ToList();
        var superseded = await lookup.AreSupersededAsync(sendings, cancellationToken);
        return await replayer.SendAsync(
            [.. sendings.Select((sending, i) => superseded[i] && !sending.Content.Letter.IsOfSink ? sending with { Fault = Superseded } : sending)],
            $"replay-job-{job.Number}",
            cancellationToken);
    }

    private const string Superseded = "Left out: the user has a newer version, which this one would replace. Replay it by itself if that is meant.";

    /// <summary>Keeps how far the job is. That it was stopped meanwhile stays so.</summary>
    private static Task NoteAsync(NpgsqlConnection connection, LetterJob job, CancellationToken cancellationToken) => connection
        .Query(
            """
            UPDATE console.dead_letter_jobs SET next_letter = $2, done = $3, left_out = $4, reason = $6, changed_at = clock_timestamp(),
                   state = CASE state WHEN 'stopped' THEN state ELSE $5 END
            WHERE job = $1
            """, job.Number, job.NextLetter, job.Done, job.LeftOut, job.State, job.Reason)
        .DoAsync(cancellationToken);
}
