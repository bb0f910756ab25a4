using System.Diagnostics;
using System.Text;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.StreamProcessor.Topology;

namespace Streaming.StreamProcessor.InProcess;

/// <summary>
/// Builds the state of a partition from what the engine itself wrote within the horizon; there is no other checkpoint. What was accepted is in the
/// partition of users_processed with the same number; what was rejected, in users_rejected as it came; what was counted, in users_stats.
/// </summary>
/// <param name="beat">Called with each batch that was read.</param>
internal sealed class StateRebuild(ILog log, UserTopology topology, ProcessorOptions options, KeyPool pool, ProcessorMetrics metrics, ILogger logger,
    Action beat)
{
    private static readonly TopicPartition RejectedLog = Topics.UsersRejected[0];
    private static readonly TopicPartition StatsLog = Topics.UsersStats[0];

    /// <summary>To be called once the partition is assigned: from then on nobody else appends to what is read here.</summary>
    public async Task<PartitionState> RunAsync(AssignedPartition assigned, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var state = new PartitionState(assigned.Partition.Partition, assigned.Epoch, options.Topology, pool);
        try
        {
            var events = await ReadEventsAsync(state, cancellationToken);
            var counts = await ReadCountsAsync(state, cancellationToken);
            var duration = Stopwatch.GetElapsedTime(started);
            metrics.Rebuilt(duration);
            logger.Rebuilt(assigned.Partition, duration.TotalSeconds, events, counts);
            return state;
        }
        catch
        {
            state.Dispose();
            throw;
        }
    }

    private async Task<long> ReadEventsAsync(PartitionState state, CancellationToken cancellationToken)
    {
        var processedLog = Topics.UsersProcessed[state.Partition];

        // Any event of the partition will do: the horizon can only be nearer than its.
        var newest = Math.Max(
            await ReadBack.NewestAsync(log, processedLog, NewestProcessed, cancellationToken),
            await ReadBack.NewestAsync(log, RejectedLog, batch => NewestRejected(batch, state.Partition), cancellationToken));
        var horizon = HorizonOf(newest);

        long events = 0;
        var start = await ReadBack.StartAsync(log, processedLog, horizon, NewestProcessed, cancellationToken);
        var (_, end) = await log.GetOffsetsAsync(processedLog, cancellationToken);
        start = Math.Max(start, end - options.MaxSeenEvents / Topics.UsersProcessed.Partitions);
        await foreach (var batch in log.ReadAsync(processedLog, start, cancellationToken))
        {
            using (batch) events += AddProcessed(batch, state.Seen);
            beat();
        }

        start = await ReadBack.StartAsync(log, RejectedLog, horizon, batch => NewestRejected(batch, state.Partition), cancellationToken);
        await foreach (var batch in log.ReadAsync(RejectedLog, start, cancellationToken))
        {
            using (batch) events += AddRejected(batch, state);
            beat();
        }

        return events;
    }

    private async Task<long> ReadCountsAsync(PartitionState state, CancellationToken cancellationToken)
    {
        long counts = 0;
        var suffix = Encoding.UTF8.GetBytes($"|{state.Partition}");
        var start = await ReadBack.StartAsync(log, StatsLog, HorizonOf(state.Watermark), ReadBack.NewestCount, cancellationToken);
        await foreach (var batch in log.ReadAsync(StatsLog, start, cancellationToken))
        {
            using (batch) counts += AddCounts(batch, suffix, state.Windows);
            beat();
        }

        state.Windows.Expire(state.Watermark);
        return counts;
    }

    private long HorizonOf(long newest) => newest == long.MinValue ? newest : newest - (long)options.Horizon.TotalMicroseconds;

    private static int AddProcessed(RecordBatch batch, SeenEvents seen)
    {
        var added = 0;
        foreach (var record in batch)
        {
            if (!WireFormat.TryStrip(record.Value, out _, out var json) || !UserJson.TryReadIdentity(json, out var id, out var ingestedAt)) continue;
            seen.TryAdd(id, ingestedAt);
            added++;
        }

        return added;
    }

    private int AddRejected(RecordBatch batch, PartitionState state)
    {
        var added = 0;
        foreach (var record in batch)
        {
            if (!TryReadRejected(record, state.Partition, out var id, out var ingestedAt)) continue;
            state.Seen.TryAdd(id, ingestedAt);
            added++;
        }

        return added;
    }

    private static int AddCounts(RecordBatch batch, ReadOnlySpan<byte> suffix, MinuteWindows windows)
    {
        var added = 0;
        foreach (var record in batch)
        {
            if (!record.Key.EndsWith(suffix) || !WireFormat.TryStrip(record.Value, out _, out var json)) continue;
            windows.Restore(StatsRow.Read(json));
            added++;
        }

        return added;
    }

    private static long NewestProcessed(RecordBatch batch)
    {
        var newest = long.MinValue;
        foreach (var record in batch)
        {
            if (WireFormat.TryStrip(record.Value, out _, out var json) && UserJson.TryReadIdentity(json, out _, out var ingestedAt))
                newest = Math.Max(newest, ingestedAt);
        }

        return newest;
    }

    private long NewestRejected(RecordBatch batch, int partition)
    {
        var newest = long.MinValue;
        foreach (var record in batch)
        {
            if (TryReadRejected(record, partition, out _, out var ingestedAt)) newest = Math.Max(newest, ingestedAt);
        }

        return newest;
    }

    /// <summary>The identity of a dead letter that this partition's engine wrote. The relay's own name no topic.</summary>
    private bool TryReadRejected(in Record record, int partition, out Guid id, out long ingestedAt)
    {
        (id, ingestedAt) = (default, 0);
        if (!WireFormat.TryStrip(record.Value, out _, out var json)) return false;
        var rejected = RejectedUser.Read(json);
        return rejected.Topic == Topics.UsersCreated.Name && rejected.Partition == partition
            && topology.TryReadIdentity(rejected.Original.Span, out id, out ingestedAt);
    }
}
