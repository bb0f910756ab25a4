using Microsoft.Extensions.Options;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Loops;
using Streaming.Pipeline.Schemas;
using Streaming.StreamProcessor.InProcess;

namespace Streaming.StreamProcessor.Spark.Windows;

/// <summary>Follows users_stats, which is small, and appends the rows that are final.</summary>
internal sealed class WindowLoop(
    ILog log, ISchemaRegistry registry, IOptions<ProcessorOptions> options, ProcessorMetrics metrics, TimeProvider time, ILogger<WindowLoop> logger)
    : BackgroundLoop("spark-windows", new LoopOptions(), time, logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TopicPartition Stats = Topics.UsersStats[0];

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        var schemaId = await registry.FindOwnAsync(Topics.UsersStats, cancellationToken);
        var closer = new WindowCloser(options.Value.Topology);
        await using var producer = log.CreateProducer();
        using var output = new RecordWriter();
        var next = await FindStartAsync(cancellationToken);
        next = await ReadAsync(closer, next, cancellationToken);

        // What was counted before this process was started, it has not counted.
        closer.TakeGained();
        var lastRow = Time.GetTimestamp();
        using var timer = new PeriodicTimer(Pause, Time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            var from = next;
            next = await ReadAsync(closer, next, cancellationToken);
            if (next > from) lastRow = Time.GetTimestamp();
            else if (Time.GetElapsedTime(lastRow) >= options.Value.IdleGrace && await IsDrainedAsync(cancellationToken))
                closer.Close(Timestamps.ToMicros(Time.GetUtcNow() - options.Value.IdleGrace));

            closer.Publish(schemaId, output);
            if (output.Count > 0) await producer.AppendAsync(output, cancellationToken);
            output.Clear();
            Report(closer);
            Recovered();
        }
    }

    /// <summary>Where rows of windows begin that may change yet.</summary>
    private async Task<long> FindStartAsync(CancellationToken cancellationToken)
    {
        var newest = await ReadBack.NewestAsync(log, Stats, ReadBack.NewestCount, cancellationToken);
        if (newest != long.MinValue) newest -= (long)(options.Value.Horizon + TimeSpan.FromMinutes(1)).TotalMicroseconds;
        return await ReadBack.StartAsync(log, Stats, newest, ReadBack.NewestCount, cancellationToken);
    }

    private async Task<long> ReadAsync(WindowCloser closer, long next, CancellationToken cancellationToken)
    {
        await foreach (var batch in log.ReadAsync(Stats, next, cancellationToken))
        {
            using (batch)
            {
                foreach (var record in batch)
                {
                    if (WireFormat.TryStrip(record.Value, out _, out var json)) closer.Add(StatsRow.Read(json), record.Headers.RunId);
                    next = record.Offset + 1;
                }
            }

            Beat();
        }

        return next;
    }

    /// <summary>While the queries are behind, or down, what is missing may still come in time.</summary>
    private async Task<bool> IsDrainedAsync(CancellationToken cancellationToken)
    {
        var offsets = await log.GetGroupOffsetsAsync([Groups.Processor, Groups.Irregular], cancellationToken);
        return offsets.All(offset => offset.Lag == 0);
    }

    private void Report(WindowCloser closer)
    {
        var (count, late) = closer.TakeGained();
        metrics.Counted(count, late);
        var now = Timestamps.ToMicros(Time.GetUtcNow());
        for (var partition = 0; partition < Topics.UsersCreated.Partitions; partition++)
        {
            if (closer.NewestOf(partition) is var newest and not long.MinValue) metrics.State(partition, (now - newest) / 1e6);
        }
    }
}
