using Microsoft.Extensions.Options;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log.Kafka;
using Streaming.Pipeline.Loops;
using Streaming.Pipeline.Schemas;
using Streaming.StreamProcessor.InProcess;
using Streaming.StreamProcessor.Spark.Progress;

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

    private readonly TaskCompletionSource _checkpointIsOurs = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when what the checkpoint says is not behind the group any more.</summary>
    public Task CheckpointIsOurs => _checkpointIsOurs.Task;

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

    /// <summary>
    /// Where the other engine has gone on since, the queries begin anew after it: by the group's offsets, and with counts made again of users_processed.
    /// </summary>
    private void DropStaleCheckpoint(IReadOnlyDictionary<int, long> committed)
    {
        if (Checkpoint.Of(options.Value, SparkQueries.Users, Topics.UsersCreated.Name) is not { } checkpoint || !checkpoint.IsBehind(committed)) return;
        logger.CheckpointIsStale(options.Value.Checkpoint);
        foreach (var query in new[] { SparkQueries.Users, SparkQueries.Stats })
        {
            if (Checkpoint.FolderOf(options.Value, query) is { } folder && Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<QuerySettings> PrepareAsync(CancellationToken cancellationToken)
    {
        // A topic that is missing is said here, where the message is ours.
        foreach (var topic in Topics.Kept) await log.GetOffsetsAsync(topic[0], cancellationToken);

        var schemas = await ProcessorSchemas.LoadAsync(registry, Time, logger, cancellationToken);
        var committed = (await log.GetGroupOffsetsAsync([Groups.Processor], cancellationToken))
            .Where(offset => offset.Partition.Topic == Topics.UsersCreated.Name)
            .ToDictionary(offset => offset.Partition.Partition, offset => offset.Committed);
        DropStaleCheckpoint(committed);
        _checkpointIsOurs.TrySetResult();
        return new QuerySettings(
            configuration.GetConnectionString("kafka")!,
            schemas.Ids,
            committed,
            Time.GetUtcNow() - processor.Value.Horizon - CountMargin);
    }
}
