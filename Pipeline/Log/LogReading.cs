using System.Runtime.CompilerServices;

namespace Streaming.Pipeline.Log;

public static class LogReading
{
    private const long FirstStep = 2;
    private const int Growth = 8;

    /// <summary>
    /// The last records of a partition, at least one where there is any: goes back from the end until some are found, as the last offsets may be those of
    /// markers or of records that were never committed. The caller disposes the batches.
    /// </summary>
    public static async IAsyncEnumerable<RecordBatch> ReadLastAsync(
        this ILog log, TopicPartition partition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (start, end) = await log.GetOffsetsAsync(partition, cancellationToken);
        var found = false;
        for (var (from, step) = (end, FirstStep); from > start && !found; step *= Growth)
        {
            from = Math.Max(start, end - step);
            await foreach (var batch in log.ReadAsync(partition, from, cancellationToken))
            {
                found = true;
                yield return batch;
            }
        }
    }
}
