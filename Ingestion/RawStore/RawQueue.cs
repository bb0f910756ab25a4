using System.Threading.Channels;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Streaming.Ingestion.RawStore;

/// <summary>What stands between those who bring events and the one writer: bounded by batches and by bytes, and no one waits in it for ever.</summary>
internal sealed class RawQueue : IDisposable
{
    private readonly RawStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly Channel<RawSubmission> _channel;
    private readonly ConcurrencyLimiter _bytes;

    public RawQueue(IOptions<RawStoreOptions> options, IngestionMetrics metrics, TimeProvider time)
    {
        _options = options.Value;
        _time = time;
        _channel = Channel.CreateBounded<RawSubmission>(new BoundedChannelOptions(_options.QueueBatches) { SingleReader = true });
        _bytes = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = _options.QueueBytes, QueueLimit = _options.QueueBytes });
        metrics.ObserveQueue(() => _channel.Reader.Count);
    }

    public ChannelReader<RawSubmission> Reader => _channel.Reader;

    /// <summary>Hands the batch over to the writer, which disposes it, and waits until it is durable.</summary>
    /// <exception cref="RawStoreUnavailableException">Nobody knows whether it was stored; sending it again stores nothing twice.</exception>
    public async Task<RawResult> SubmitAsync(RawBatch batch, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_options.SubmitTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        RawSubmission? submission = null;
        try
        {
            var lease = await _bytes.AcquireAsync(Math.Min(batch.Bytes, _options.QueueBytes), either.Token);
            if (!lease.IsAcquired) throw new RawStoreUnavailableException($"More than {2L * _options.QueueBytes:N0} bytes wait for the raw store.");
            submission = new RawSubmission(batch, lease, either.Token);
            await _channel.Writer.WriteAsync(submission, either.Token);
        }
        catch (Exception failure)
        {
            submission?.Dispose();
            batch.Dispose();
            if (failure is OperationCanceledException && deadline.IsCancellationRequested) throw TimedOut(failure);
            throw;
        }

        try
        {
            return await submission.Completion.WaitAsync(either.Token);
        }
        catch (OperationCanceledException failure) when (deadline.IsCancellationRequested)
        {
            throw TimedOut(failure);
        }
    }

    public void Dispose() => _bytes.Dispose();

    private RawStoreUnavailableException TimedOut(Exception inner) =>
        new($"The raw store did not take the events within {_options.SubmitTimeout.TotalSeconds:N0} s.", inner);
}

/// <summary>A batch on its way to the writer.</summary>
internal sealed class RawSubmission(RawBatch batch, RateLimitLease lease, CancellationToken abandoned) : IDisposable
{
    private readonly TaskCompletionSource<RawResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RawBatch Batch => batch;

    /// <summary>Whether nobody waits for it any more. The token outlives its source.</summary>
    public bool IsAbandoned => abandoned.IsCancellationRequested;

    public Task<RawResult> Completion => _completion.Task;

    public void Complete(RawResult result)
    {
        Dispose();
        _completion.TrySetResult(result);
    }

    public void Fail(Exception failure)
    {
        Dispose();
        _completion.TrySetException(failure);

        // Who gave up waiting does not look at the outcome.
        _ = _completion.Task.Exception;
    }

    public void Dispose()
    {
        batch.Dispose();
        lease.Dispose();
    }
}

/// <summary>Nobody knows whether the events were stored. Sending them again stores none of them twice.</summary>
internal sealed class RawStoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
