using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;

namespace Streaming.StreamProcessor.InProcess;

/// <summary>Finds where in a partition to begin reading so that nothing newer than some time is missed.</summary>
internal static class ReadBack
{
    private const long FirstStep = 4096;

    /// <summary>Clocks of the machines that stamp events and append records may differ by this much.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Goes back from the end, twice as far each time, to a batch that was appended before the time: what was ingested later lies behind it.
    /// </summary>
    /// <param name="time">In microseconds; <see cref="long.MinValue"/> for all that is kept.</param>
    /// <param name="newestIn">The newest time that a batch's records are about: it goes on where that is after <paramref name="time"/>, so that
    /// events from the future, as tests make them, are found too.</param>
    public static async Task<long> StartAsync(ILog log, TopicPartition partition, long time, Func<RecordBatch, long> newestIn,
        CancellationToken cancellationToken)
    {
        var (start, end) = await log.GetOffsetsAsync(partition, cancellationToken);
        if (time == long.MinValue) return start;

        for (var step = FirstStep; ; step *= 2)
        {
            var offset = Math.Max(start, end - step);
            if (offset == start) return start;

            using var batch = await FirstAsync(log, partition, offset, cancellationToken);
            if (batch is not null && Timestamps.ToMicros(batch.AppendedAt + ClockSkew) < time && newestIn(batch) < time) return offset;
        }
    }

    /// <summary>The newest time that the last records of a partition are about.</summary>
    public static async Task<long> NewestAsync(ILog log, TopicPartition partition, Func<RecordBatch, long> newestIn, CancellationToken cancellationToken)
    {
        var newest = long.MinValue;
        await foreach (var batch in log.ReadLastAsync(partition, cancellationToken))
        {
            using (batch) newest = Math.Max(newest, newestIn(batch));
        }

        return newest;
    }

    /// <summary>The newest window that a batch of users_stats is about.</summary>
    public static long NewestCount(RecordBatch batch)
    {
        var newest = long.MinValue;
        foreach (var record in batch)
        {
            if (WireFormat.TryStrip(record.Value, out _, out var json)) newest = Math.Max(newest, StatsRow.Read(json).WindowStart);
        }

        return newest;
    }

    private static async Task<RecordBatch?> FirstAsync(ILog log, TopicPartition partition, long offset, CancellationToken cancellationToken)
    {
        await foreach (var batch in log.ReadAsync(partition, offset, cancellationToken)) return batch;
        return null;
    }
}
