using Streaming.Pipeline.Events;

namespace Streaming.Console.Reconciliation;

/// <summary>What the page lists: minutes or runs with what they brought in, and what the newest check of each has found.</summary>
internal sealed class Overview(RawRows raw, Results results)
{
    public const int MinutesShown = 60;
    public const int RunsShown = 100;

    /// <summary>The minutes that end with <paramref name="last"/>, newest first, those without events left out.</summary>
    public async Task<IReadOnlyList<Line>> MinutesAsync(DateTimeOffset last, CancellationToken cancellationToken)
    {
        var minutes = Enumerable.Range(0, MinutesShown + 1).Select(i => Minute(last).AddMinutes(i - MinutesShown + 1)).ToList();
        var seq = await raw.FindSeqAsync(minutes, cancellationToken);
        var duplicates = await raw.DuplicatesAsync(minutes[0], minutes[^1], cancellationToken);
        var checkedOnes = await results.LoadAsync(minutes.Select(Subject.OfMinute), cancellationToken);
        return
        [
            .. Enumerable.Range(0, MinutesShown).Reverse()
                .Select(i => new Line(
                    Subject.OfMinute(minutes[i]), minutes[i], seq[i + 1] - seq[i], duplicates.GetValueOrDefault(minutes[i]),
                    checkedOnes.GetValueOrDefault(Subject.OfMinute(minutes[i]).ToString())))
                .Where(line => line.New + line.Duplicate > 0),
        ];
    }

    public async Task<IReadOnlyList<Line>> RunsAsync(string? run, CancellationToken cancellationToken)
    {
        var runs = await raw.RunsAsync(run, RunsShown, cancellationToken);
        var checkedOnes = await results.LoadAsync(runs.Select(counts => Subject.OfRun(counts.RunId)), cancellationToken);
        return
        [
            .. runs.Select(counts => new Line(
                Subject.OfRun(counts.RunId), counts.LogicalTime, counts.New, counts.Duplicate,
                checkedOnes.GetValueOrDefault(Subject.OfRun(counts.RunId).ToString()))),
        ];
    }

    public static DateTimeOffset Minute(DateTimeOffset time) => Timestamps.ToDateTimeOffset(Timestamps.ToMicros(time) / 60_000_000 * 60_000_000);
}

/// <summary>A minute or a run.</summary>
/// <param name="At">The minute, or the run's logical time.</param>
/// <param name="New">Rows that were given to raw_users.</param>
/// <param name="Checked">Null when it was not checked yet.</param>
public sealed record Line(Subject Subject, DateTimeOffset At, long New, long Duplicate, Result? Checked);
