using Streaming.Console.Tables;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;

namespace Streaming.Console.Reconciliation;

/// <summary>Checks a minute or a run: looks for each of its raw rows in the tables and among the dead letters, so many at a time and a second.</summary>
internal sealed class Reconciler(RawRows raw, ILog log, ITables tables, TimeProvider time)
{
    private const int RowsOfStep = 5_000;

    /// <summary>No more than so often, for the servers have other work.</summary>
    private static readonly TimeSpan StepTime = TimeSpan.FromMilliseconds(100);

    /// <summary>After this everything that was read before is where it belongs; what still looks missing is looked for once more.</summary>
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(2);

    /// <summary>How long the index of dead letters may take to come up to the log.</summary>
    private static readonly TimeSpan IndexLimit = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan IndexPoll = TimeSpan.FromMilliseconds(200);

    /// <summary>How far the clock of who starts runs may be from the database's.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    /// <param name="progress">Told the share that is done, from 0 to 1.</param>
    /// <exception cref="InvalidOperationException">There is no such run, or the index of dead letters is too far behind.</exception>
    public async Task<Findings> CheckAsync(Subject subject, Action<double> progress, CancellationToken cancellationToken)
    {
        var scope = subject.Run is { } run ? await OfRunAsync(run, cancellationToken) : await OfMinuteAsync(subject.Minute, cancellationToken);
        var started = time.GetTimestamp();
        var position = await PositionAsync(cancellationToken);
        var tally = new Tally();
        for (var seq = scope.From; seq < scope.Until && !(subject.Run is not null && tally.Raw >= scope.Given); seq += RowsOfStep)
        {
            var step = time.GetTimestamp();
            var until = Math.Min(seq + RowsOfStep, scope.Until);
            var rows = await raw.ReadAsync(seq, until, subject.Run, cancellationToken);
            var missing = await JudgeAsync(rows, position, tally, last: false, cancellationToken);
            if (missing.Count > 0)
            {
                await WaitAsync(SettleTime - time.GetElapsedTime(started), cancellationToken);
                await JudgeAsync(missing, await PositionAsync(cancellationToken), tally, last: true, cancellationToken);
            }

            progress((double)(until - scope.From) / (scope.Until - scope.From));
            await WaitAsync(StepTime - time.GetElapsedTime(step), cancellationToken);
        }

        return tally.ToFindings(scope.Given, scope.Duplicate);
    }

    private async Task<Scope> OfMinuteAsync(DateTimeOffset minute, CancellationToken cancellationToken)
    {
        var end = minute.AddMinutes(1);
        var seq = await raw.FindSeqAsync([minute, end], cancellationToken);
        var duplicates = await raw.DuplicatesAsync(minute, end, cancellationToken);
        return new Scope(seq[0], seq[1], seq[1] - seq[0], duplicates.GetValueOrDefault(minute));
    }

    /// <summary>Rows of a run lie among others, between its begin and its end.</summary>
    private async Task<Scope> OfRunAsync(string run, CancellationToken cancellationToken)
    {
        var counts = (await raw.RunsAsync(run, 1, cancellationToken)).SingleOrDefault() ?? throw new InvalidOperationException($"There is no run {run}.");
        if (counts.StartedAt is not { } startedAt) return new Scope(1, 1, 0, 0);
        var seq = await raw.FindSeqAsync([startedAt - ClockSkew, (counts.FinishedAt ?? time.GetUtcNow()) + ClockSkew], cancellationToken);
        return new Scope(seq[0], seq[1], counts.New, counts.Duplicate);
    }

    /// <summary>Adds the rows to the tally, but for those that are missing, which are added at the last look and returned at the first.</summary>
    private async Task<List<RawVersion>> JudgeAsync(
        IReadOnlyList<RawVersion> rows, PipelinePosition position, Tally tally, bool last, CancellationToken cancellationToken)
    {
        var missing = new List<RawVersion>();
        if (rows.Count == 0) return missing;
        var stored = await tables.VersionsAsync([.. rows.Select(row => row.Id).Distinct()], cancellationToken);
        var rejected = await raw.RejectedAsync(rows[0].Seq, rows[^1].Seq + 1, cancellationToken);
        foreach (var row in rows)
        {
            var fate = Fates.Of(row, rejected.Contains(row.Seq), stored.TryGetValue(row.Id, out var version) ? version : null, position);
            if (fate == Fate.Missing && !last) missing.Add(row);
            else tally.Add(row, fate);
        }

        return missing;
    }

    /// <summary>Where the pipeline is, once the index of dead letters has all that was rejected until then.</summary>
    private async Task<PipelinePosition> PositionAsync(CancellationToken cancellationToken)
    {
        var position = await PipelinePosition.ReadAsync(log, cancellationToken);
        var (_, end) = await log.GetOffsetsAsync(Topics.UsersRejected[0], cancellationToken);
        var started = time.GetTimestamp();
        while (await raw.IndexedLettersAsync(cancellationToken) is var indexed && indexed < end)
        {
            if (time.GetElapsedTime(started) > IndexLimit)
                throw new InvalidOperationException($"The index of dead letters is {end - indexed} behind. Check again when it has caught up.");
            await WaitAsync(IndexPoll, cancellationToken);
        }

        return position;
    }

    private Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken) =>
        wait > TimeSpan.Zero ? Task.Delay(wait, time, cancellationToken) : Task.CompletedTask;

    /// <summary>A range of seq.</summary>
    /// <param name="Given">Rows of it that were given to raw_users.</param>
    private readonly record struct Scope(long From, long Until, long Given, long Duplicate);
}
