using Confluent.Kafka;

namespace Streaming.Pipeline.Log.Kafka;

/// <summary>What a transaction commits for a group, besides records.</summary>
internal sealed record GroupCommit(IReadOnlyList<TopicPartitionOffset> Offsets, IConsumerGroupMetadata Group);

/// <summary>
/// The transactions of one producer, one after the other, on a thread of its own. After anything that may have left a transaction behind, the client is
/// built anew under the same transactional id: that ends what was left, and fences whoever still works on it.
/// </summary>
internal sealed class TransactionalProducer : IAsyncDisposable
{
    private static readonly TimeSpan AbortTimeout = TimeSpan.FromSeconds(2);

    private readonly KafkaClients _clients;
    private readonly KafkaTopics _topics;
    private readonly string _id;
    private readonly BlockingThread _thread;
    private readonly RecordSender _sender = new();
    private IProducer<byte[], byte[]>? _producer;
    private bool _begun;
    private Task _step = Task.CompletedTask;

    public TransactionalProducer(KafkaClients clients, KafkaTopics topics)
    {
        _clients = clients;
        _topics = topics;
        _id = $"{clients.Options.TransactionalIdPrefix}-{Guid.NewGuid():N}";
        _thread = new BlockingThread("kafka-producer");
    }

    /// <summary>
    /// Appends the records, and with <paramref name="commit"/> the offsets it returns when all else is done, in one transaction. When the token is
    /// cancelled nobody knows; but the records are not touched any more.
    /// </summary>
    public async Task RunAsync(RecordWriter records, Func<GroupCommit>? commit, CancellationToken cancellationToken)
    {
        // A call that was abandoned before may still be on its way.
        await _step.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        await _topics.CheckAsync(records.Partitions, cancellationToken);

        var deadline = Deadline.In(_clients.Options.RequestTimeout);
        await StepAsync(() => Begin(deadline)).WaitAsync(cancellationToken);
        await StepAsync(() => Send(records, deadline, cancellationToken));
        await StepAsync(() => Commit(commit, deadline)).WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _step = _thread.RunAsync(() =>
        {
            if (_begun) Abort();
            Release();
        });
        _thread.Dispose();
        await _step.WaitAsync(_clients.Options.RequestTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private Task StepAsync(Action step) => _step = _thread.RunAsync(() =>
    {
        try
        {
            step();
        }
        catch (KafkaException error)
        {
            if (_begun) Abort();
            throw KafkaErrors.Translate(error);
        }
        catch
        {
            if (_begun) Abort();
            throw;
        }
    });

    private void Begin(Deadline deadline)
    {
        if (_begun) Discard("the last transaction was left");
        if (_producer is null)
        {
            _producer = _clients.CreateProducer(_id, static _ => { });
            try
            {
                _producer.InitTransactions(deadline.Left);
            }
            catch
            {
                Release();
                throw;
            }
        }

        _producer.BeginTransaction();
        _begun = true;
    }

    private void Send(RecordWriter records, Deadline deadline, CancellationToken cancellationToken)
    {
        foreach (var partition in records.Partitions) _sender.Send(_producer!, partition, deadline, cancellationToken);
    }

    private void Commit(Func<GroupCommit>? commit, Deadline deadline)
    {
        if (commit is not null)
        {
            var (offsets, group) = commit();
            Retry(() => _producer!.SendOffsetsToTransaction(offsets, group, deadline.Left), deadline);
        }

        Retry(() => _producer!.CommitTransaction(deadline.Left), deadline);
        _begun = false;
    }

    private void Retry(Action call, Deadline deadline)
    {
        while (true)
        {
            try
            {
                call();
                return;
            }
            catch (KafkaRetriableException) when (!deadline.HasPassed)
            {
            }
            catch (KafkaRetriableException error)
            {
                var limit = _clients.Options.RequestTimeout.TotalSeconds;
                throw new LogUnavailableException($"Kafka did not commit within {limit:N0} s: {error.Error.Reason}", error);
            }
        }
    }

    private void Abort()
    {
        try
        {
            _producer!.AbortTransaction(AbortTimeout);
            _begun = false;
        }
        catch (KafkaException error)
        {
            Discard(error.Error.Reason);
        }
    }

    private void Discard(string reason)
    {
        _clients.Logger.ProducerDiscarded(_id, reason);
        Release();
    }

    private void Release()
    {
        _begun = false;
        if (_producer is null) return;
        KafkaStatistics.Forget(_producer.Name);
        _producer.Dispose();
        _producer = null;
    }
}
