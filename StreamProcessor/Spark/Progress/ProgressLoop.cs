using System.Text.Json;
using Microsoft.Extensions.Options;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log.Kafka;
using Streaming.Pipeline.Loops;

namespace Streaming.StreamProcessor.Spark.Progress;

/// <summary>
/// Shows how far the query is where everybody looks: each batch that its checkpoint says is committed becomes the group's offsets and this service's metrics.
/// </summary>
internal sealed class ProgressLoop(
    SparkLoop queries, KafkaLog log, IHttpClientFactory clients,
    IOptions<SparkOptions> options, ProcessorMetrics metrics, TimeProvider time, ILogger<ProgressLoop> logger)
    : BackgroundLoop("spark-progress", new LoopOptions(), time, logger)
{
    public const string ClientName = "spark-driver";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private const int LookAtDriverEvery = 5;

    private readonly Checkpoint? _checkpoint = Checkpoint.Of(options.Value, SparkQueries.Users, Topics.UsersCreated.Name);
    private MicroBatch? _last;
    private bool _driverIsSilent;

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        await queries.CheckpointIsOurs.WaitAsync(cancellationToken);
        if (_checkpoint is null) logger.CheckpointNotSeen(options.Value.Checkpoint);
        using var timer = new PeriodicTimer(Interval, Time);
        for (var turn = 0; await timer.WaitForNextTickAsync(cancellationToken); turn++)
        {
            if (_checkpoint is not null) await FollowAsync(_checkpoint, cancellationToken);
            if (options.Value.Driver.Length > 0 && turn % LookAtDriverEvery == 0) await LookAtDriverAsync(cancellationToken);
            Recovered();
        }
    }

    private async Task FollowAsync(Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        var committed = checkpoint.TakeCommitted();
        foreach (var batch in committed)
        {
            if (_last is not null) metrics.Batch(batch.RecordsSince(_last), batch.Duration);
            _last = batch;
        }

        if (committed is not [.., var last]) return;
        var next = last.Next.ToDictionary(offset => Topics.UsersCreated[offset.Key], offset => offset.Value);
        await log.CommitGroupAsync(Groups.Processor.Group, next, cancellationToken);
    }

    /// <summary>Metrics are not worth a failure: who says that the cluster is ill is the loop that runs the queries.</summary>
    private async Task LookAtDriverAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var client = clients.CreateClient(ClientName);
            var page = await client.GetFromJsonAsync<JsonElement>(new Uri(new Uri(options.Value.Driver), DriverMetrics.Path), cancellationToken);
            if (DriverMetrics.Parse(page, SparkQueries.Users) is { } driver) metrics.Seen(driver.StateRows);
            _driverIsSilent = false;
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!_driverIsSilent) logger.DriverIsSilent(options.Value.Driver, failure.Message);
            _driverIsSilent = true;
        }
    }
}
