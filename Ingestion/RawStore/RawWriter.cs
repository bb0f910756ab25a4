using System.Diagnostics;
using Microsoft.Extensions.Options;
using Npgsql;
using Streaming.Pipeline.Loops;

namespace Streaming.Ingestion.RawStore;

/// <summary>
/// The one writer of raw events in this process: it joins what waits into one transaction, so that a commit is paid for once for many requests.
/// </summary>
internal sealed class RawWriter(
    RawQueue queue, NpgsqlDataSource database, IOptions<RawStoreOptions> options, IngestionMetrics metrics, TimeProvider time, ILogger<RawWriter> logger)
    : BackgroundLoop(LoopName, new LoopOptions(), time, logger)
{
    public const string LoopName = "raw store";

    private readonly RawStoreOptions _options = options.Value;
    private readonly List<RawSubmission> _group = [];
    private readonly List<RawResult> _results = [];
    private RawSubmission? _next;

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = new RawTransaction(connection);
        await transaction.PrepareAsync(cancellationToken);
        while (true)
        {
            Rest();
            await CollectAsync(cancellationToken);
            Beat();
            await WriteAsync(transaction, cancellationToken);
            Recovered();
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        var stopped = new RawStoreUnavailableException("The service stops.");
        _next?.Fail(stopped);
        while (queue.Reader.TryRead(out var waiting)) waiting.Fail(stopped);
    }

    /// <summary>Waits for a batch and takes all that wait with it, up to what one transaction may have.</summary>
    private async Task CollectAsync(CancellationToken cancellationToken)
    {
        _group.Clear();
        int events = 0, bytes = 0;
        do
        {
            while (_next is not null || queue.Reader.TryRead(out _next))
            {
                if (_next.IsAbandoned)
                {
                    _next.Dispose();
                    _next = null;
                    continue;
                }

                events += _next.Batch.Count;
                bytes += _next.Batch.Bytes;
                if (_group.Count > 0 && (events > _options.TransactionEvents || bytes > _options.TransactionBytes)) return;
                _group.Add(_next);
                _next = null;
            }
        }
        while (_group.Count == 0 && await queue.Reader.WaitToReadAsync(cancellationToken));
    }

    private async Task WriteAsync(RawTransaction transaction, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_options.TransactionTimeout);
        try
        {
            await transaction.WriteAsync(_group, _results, deadline.Token);
        }
        catch (Exception failure)
        {
            metrics.Failed("raw");
            var unavailable = new RawStoreUnavailableException("PostgreSQL did not take the events.", failure);
            foreach (var submission in _group) submission.Fail(unavailable);
            throw;
        }

        metrics.RawTransaction(_group, _results, Stopwatch.GetElapsedTime(start));
        for (var i = 0; i < _group.Count; i++) _group[i].Complete(_results[i]);
    }
}
