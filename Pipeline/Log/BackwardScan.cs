using System.Runtime.CompilerServices;

namespace Streaming.Pipeline.Log;

/// <summary>Looking at a partition from its end, where what is wanted mostly lies.</summary>
public static class BackwardScan
{
    private const long FirstWidth = 64;
    private const long LongestWidth = 20_000;
    private const int Growth = 8;

    /// <summary>
    /// Goes back from an offset towards the partition's start, a bounded step at a time, until so many records are found. Who stops earlier goes on later
    /// with the last step's position as <paramref name="before"/>.
    /// </summary>
    /// <param name="key">Only records with this key; null for all.</param>
    public static async IAsyncEnumerable<BackwardStep> ScanBackAsync(
        this ILogAdmin log, PartitionRange range, long before, int most, byte[]? key, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var position = Math.Min(before, range.End);
        for (var width = Math.Max(most, FirstWidth); position > range.Start && most > 0; width = Math.Min(width * Growth, LongestWidth))
        {
            var from = Math.Max(range.Start, position - width);
            var step = await log.LastAsync(new RecordRange(range.Partition, from, position, most, key), cancellationToken);
            (position, most) = (step.Position, most - step.Records.Count);
            yield return step;
        }
    }

    /// <summary>The last records before an offset, newest first.</summary>
    public static async Task<IReadOnlyList<LogRecord>> ReadBackAsync(
        this ILogAdmin log, PartitionRange range, long before, int most, CancellationToken cancellationToken)
    {
        var records = new List<LogRecord>(most);
        await foreach (var step in log.ScanBackAsync(range, before, most, null, cancellationToken)) records.AddRange(step.Records);
        return records;
    }

    /// <summary>The last records of a range rather than the first ones.</summary>
    private static async Task<BackwardStep> LastAsync(this ILogAdmin log, RecordRange range, CancellationToken cancellationToken)
    {
        var last = new LinkedList<LogRecord>();
        var position = range.From;
        for (var next = range.From; next < range.Until;)
        {
            var scan = await log.ScanAsync(range with { From = next }, cancellationToken);
            next = scan.Next;
            foreach (var record in scan.Records)
            {
                last.AddFirst(record);
                if (last.Count <= range.Most) continue;
                last.RemoveLast();
                position = last.Last!.Value.Offset;
            }
        }

        return new BackwardStep([.. last], position);
    }
}

/// <summary>One step back.</summary>
/// <param name="Records">What was found, newest first.</param>
/// <param name="Position">All from here on was looked at.</param>
public sealed record BackwardStep(IReadOnlyList<LogRecord> Records, long Position);
