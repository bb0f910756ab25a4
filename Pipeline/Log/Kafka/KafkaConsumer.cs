using System.Diagnostics;
using Confluent.Kafka;

namespace Streaming.Pipeline.Log.Kafka;

/// <summary>
/// A member of a group. With output a commit is a transaction, which the broker fences by the member's generation (KIP-447); without, it is a plain one.
/// </summary>
internal sealed class KafkaConsumer : ILogConsumer
{
    /// <summary>How long nothing has to come until the way past the markers at the end is committed for itself.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(250);

    /// <summary>About how long a member needs to join a new generation.</summary>
    private static readonly TimeSpan Rejoin = TimeSpan.FromMilliseconds(50);

    private readonly KafkaClients _clients;
    private readonly KafkaTopics _topics;
    private readonly string _group;
    private readonly Func<CancellationToken, Task> _probe;
    private readonly FetchedRecords _records;
    private readonly BlockingThread _thread;
    private readonly KeyValuePair<string, object?> _groupTag;
    private readonly ConsumerThread _member;
    private TransactionalProducer? _transactions;
    private Task _commit = Task.CompletedTask;
    private bool _mustReset;

    public KafkaConsumer(KafkaClients clients, KafkaTopics topics, Subscription subscription, Func<CancellationToken, Task> probe)
    {
        _clients = clients;
        _topics = topics;
        _group = subscription.Group;
        _groupTag = LogMetrics.Group(_group);
        _probe = probe;
        _records = new FetchedRecords(clients.Options, _group);
        _thread = new BlockingThread($"kafka-{_group}-commits");
        _member = new ConsumerThread(clients, _group, subscription.Topics.Select(topic => topic.Name), _records);
    }

    public IReadOnlyList<AssignedPartition> Assigned => _records.Assigned;

    public async Task<IReadOnlyList<RecordBatch>> ReadAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        ThrowIfToReset();
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var looked = Stopwatch.GetTimestamp();
            var batches = _records.Take();
            if (batches.Count > 0)
            {
                LogMetrics.Read(batches, _groupTag, looked);
                return batches;
            }

            var waited = Stopwatch.GetElapsedTime(started);
            if (_member.Failure is not null) await CheckAsync(cancellationToken);
            else if (waited >= Quiet && _records.HasOnlyMarkersToCommit) await CommitMarkersAsync(cancellationToken);
            if (waited >= wait) return [];

            var left = wait - waited;
            await _records.WaitAsync(left < Quiet ? left : Quiet, cancellationToken);
        }
    }

    public async Task CommitAsync(RecordWriter? output, CancellationToken cancellationToken)
    {
        ThrowIfToReset();
        var appends = output is { Count: > 0 };
        if (!appends && !_records.HasProgress) return;

        // Until the brokers' answer is here nobody knows what they did.
        _mustReset = true;
        var started = Stopwatch.GetTimestamp();
        try
        {
            await CommitOnceOrAgainAsync(appends ? output : null, Deadline.In(_clients.Options.RequestTimeout), cancellationToken);
        }
        catch (FencedException)
        {
            LogMetrics.Fenced(_groupTag);
            throw;
        }

        LogMetrics.Committed(appends ? output!.Count : 0, _groupTag, started);
        _records.Committed();
        _mustReset = false;
    }

    public async Task ResetAsync(CancellationToken cancellationToken)
    {
        _mustReset = true;
        await _commit.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await _member.ResetAsync().WaitAsync(cancellationToken);
        }
        catch (KafkaException error)
        {
            throw KafkaErrors.Translate(error);
        }

        _mustReset = false;
    }

    public async ValueTask DisposeAsync()
    {
        if (_transactions is not null) await _transactions.DisposeAsync();
        _thread.Dispose();
        try
        {
            await _member.StopAsync().WaitAsync(_clients.Options.RequestTimeout);
            _records.Dispose();
        }
        catch (Exception error) when (error is KafkaException or TimeoutException)
        {
            _clients.Logger.LeaveFailed(error, _group);
        }
    }

    /// <summary>
    /// A rebalance begins a new generation for all members, also for those whose partitions stay. Such a commit is begun again, under the new generation,
    /// until it is known whether the partitions have stayed.
    /// </summary>
    private async Task CommitOnceOrAgainAsync(RecordWriter? output, Deadline deadline, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                if (output is null) await PlainAsync(cancellationToken);
                else await (_transactions ??= new TransactionalProducer(_clients, _topics)).RunAsync(output, GroupCommit, cancellationToken);
                return;
            }
            catch (FencedException) when (_records.IsHeld && !deadline.HasPassed)
            {
                await Task.Delay(Rejoin, cancellationToken);
            }
        }
    }

    /// <summary>The generation is taken first: if a partition leaves after that, either the check sees it or the broker does.</summary>
    private GroupCommit GroupCommit()
    {
        var generation = _member.Metadata;
        return new GroupCommit(_records.Positions(), generation);
    }

    private async Task PlainAsync(CancellationToken cancellationToken)
    {
        await _commit.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        _commit = _thread.RunAsync(() => _member.Commit(_records.Positions));
        try
        {
            await _commit.WaitAsync(cancellationToken);
        }
        catch (KafkaException error)
        {
            throw KafkaErrors.Translate(error);
        }
    }

    /// <summary>Nothing was read since the last commit, so a failure loses nothing.</summary>
    private async Task CommitMarkersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PlainAsync(cancellationToken);
            _records.Committed();
        }
        catch (Exception error) when (error is FencedException or LogUnavailableException)
        {
            _clients.Logger.IdleCommitFailed(_group, error.Message);
        }
    }

    /// <summary>The client only tells when it loses the brokers; so when that was, they are asked.</summary>
    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        await _probe(cancellationToken);
        _member.Recovered();
    }

    private void ThrowIfToReset()
    {
        if (_mustReset) throw new InvalidOperationException("The last commit did not succeed. Call ResetAsync first.");
    }
}
