using Microsoft.Extensions.Options;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log.Kafka;
using Streaming.Pipeline.Loops;
using Streaming.Pipeline.Schemas;
using Streaming.StreamProcessor.InProcess;

namespace Streaming.StreamProcessor.Spark;

/// <summary>Keeps the queries running: starts them, and anew whenever one of them, or the cluster, fails. Where they were is in their checkpoint.</summary>
internal sealed class SparkLoop(
    KafkaLog log,
    ISchemaRegistry registry,
    IConfiguration configuration,
    IOptions<SparkOptions> options,
    IOptions<ProcessorOptions> processor,
    TimeProvider time,
    ILogger<SparkLoop> logger)
    : BackgroundLoop("spark", new LoopOptions { SilentAfter = TimeSpan.FromMinutes(2) }, time, logger)
{
    /// <summary>Clocks may differ, and windows are whole minutes.</summary>
    private static readonly TimeSpan CountMargin = TimeSpan.FromMinutes(2);

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        var settings = await PrepareAsync(cancellationToken);
        try
        {
            // Spark's calls block, some of them for seconds.
            await Task.Factory.StartNew(() => Run(settings, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            throw SparkFaults.Explain(failure);
        }
    }

    private void Run(QuerySettings settings, CancellationToken cancellationToken)
    {
        using var queries = SparkQueries.Start(options.Value, processor.Value, settings);
        logger.QueriesStarted(options.Value.Checkpoint);
        while (!cancellationToken.IsCancellationRequested)
        {
            queries.Check();
            Recovered();
        }

        queries.Stop();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task<QuerySettings> PrepareAsync(CancellationToken cancellationToken)
    {
        // A topic that is missing is said here, where the message is ours.
        foreach (var topic in Topics.Kept) await log.GetOffsetsAsync(topic[0], cancellationToken);

        var schemas = await ProcessorSchemas.LoadAsync(registry, Time, logger, cancellationToken);
        var committed = await log.GetGroupOffsetsAsync([Groups.Processor], cancellationToken);
        return new QuerySettings(
            configuration.GetConnectionString("kafka")!,
            schemas.Ids,
            committed.Where(offset => offset.Partition.Topic == Topics.UsersCreated.Name)
                .ToDictionary(offset => offset.Partition.Partition, offset => offset.Committed),
            Time.GetUtcNow() - processor.Value.Horizon - CountMargin);
    }
}
