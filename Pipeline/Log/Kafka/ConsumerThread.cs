using System.Collections.Concurrent;
using Confluent.Kafka;
using KafkaPartition = Confluent.Kafka.TopicPartition;

namespace Streaming.Pipeline.Log.Kafka;

/// <summary>
/// A member of a group, on a thread of its own. It polls whatever its reader does, so that the member stays in the group and learns of rebalances while
/// a batch takes long or a database stands still; what it fetches meanwhile is bounded, by not polling for a moment and then by pausing the partitions.
/// That a reader has stopped for good is for the health of its loop to say.
/// </summary>
internal sealed class ConsumerThread
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PauseAfter = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan CommittedTimeout = TimeSpan.FromSeconds(5);

    private readonly KafkaClients _clients;
    private readonly string _group;
    private readonly FetchedRecords _records;
    private readonly RecordScratch _scratch = new();
    private readonly IConsumer<int, int> _consumer;
    private readonly string _name;
    private readonly ConcurrentQueue<Action> _commands = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _committing = new();
    private volatile bool _stopping;
    private volatile Exception? _failure;
    private bool _paused;

    public ConsumerThread(KafkaClients clients, string group, IEnumerable<string> topics, FetchedRecords records)
    {
        _clients = clients;
        _group = group;
        _records = records;
        _consumer = clients.CreateConsumer(group, _scratch, Failed)
            .SetPartitionsAssignedHandler((_, partitions) => Assigned(partitions))
            .SetPartitionsRevokedHandler((_, partitions) => Revoked(partitions))
            .SetPartitionsLostHandler((_, partitions) => Lost(partitions))
            .Build();
        _name = _consumer.Name;
        _consumer.Subscribe(topics);
        new Thread(Run) { Name = $"kafka-{group}", IsBackground = true }.Start();
    }

    /// <summary>Why brokers are perhaps not to be reached; null when nothing says so.</summary>
    public Exception? Failure => _failure;

    /// <summary>A new object for every call: what fences a commit is the generation as it was when this was called.</summary>
    public IConsumerGroupMetadata Metadata => _consumer.ConsumerGroupMetadata;

    public void Recovered() => _failure = null;

    /// <summary>Commits without a transaction. Blocks. No partition leaves this member in the middle: rebalances wait.</summary>
    public void Commit(Func<IEnumerable<TopicPartitionOffset>> positions)
    {
        lock (_committing) _consumer.Commit(positions());
    }

    /// <summary>Goes back to the committed offsets.</summary>
    public Task ResetAsync() => InvokeAsync(() =>
    {
        var committed = _consumer.Committed(_consumer.Assignment, _clients.Options.RequestTimeout);
        foreach (var position in committed) _consumer.Seek(new TopicPartitionOffset(position.TopicPartition, StartOf(position)));
        _records.Reset(committed.Select(position => (Ours(position.TopicPartition), StartOf(position).Value)));
    });

    /// <summary>Leaves the group, so that the others need not wait for the session to end.</summary>
    public Task StopAsync()
    {
        _stopping = true;
        return _ended.Task;
    }

    private static TopicPartition Ours(KafkaPartition partition) => new(partition.Topic, partition.Partition);

    /// <summary>A group that has committed nothing begins at the beginning.</summary>
    private static Offset StartOf(TopicPartitionOffset committed) => committed.Offset >= 0 ? committed.Offset : 0;

    private static string Text(IEnumerable<KafkaPartition> partitions) => string.Join(", ", partitions.Select(Ours));

    private Task InvokeAsync(Action command)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _commands.Enqueue(() =>
        {
            try
            {
                command();
                done.SetResult();
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        });
        return done.Task;
    }

    private void Run()
    {
        try
        {
            while (!_stopping)
            {
                while (_commands.TryDequeue(out var command)) command();
                Throttle();
                PollOnce();
            }

            _consumer.Close();
            _ended.SetResult();
        }
        catch (Exception error)
        {
            _failure = error;
            _ended.SetException(error);
        }
        finally
        {
            KafkaStatistics.Forget(_name);
            _consumer.Dispose();
        }
    }

    private void PollOnce()
    {
        try
        {
            if (_consumer.Consume(Poll) is not { } result) return;
            _failure = null;
            _records.Add(result, _scratch);
        }
        catch (ConsumeException error) when (!error.Error.IsFatal)
        {
            Failed(error.Error);
            _clients.Logger.Failed(_name, error.Error.Code.ToString(), error.Error.Reason);
        }
    }

    /// <summary>A pause throws away what librdkafka has fetched ahead, so it is only for a reader that is really slow.</summary>
    private void Throttle()
    {
        if (!_paused && !_records.IsFull) return;
        if (_records.WaitForRoom(_paused ? TimeSpan.Zero : PauseAfter))
        {
            if (_paused) _consumer.Resume(_consumer.Assignment);
            _paused = false;
        }
        else
        {
            // Again and again, as partitions may have come since.
            _consumer.Pause(_consumer.Assignment);
            _paused = true;
        }
    }

    private IEnumerable<TopicPartitionOffset> Assigned(List<KafkaPartition> partitions)
    {
        _clients.Logger.Assigned(_group, Text(partitions));

        // One that was here before may have left in a pause, which outlasts the assignment.
        _paused = true;
        lock (_committing)
        {
            var starts = Starts(partitions);
            _records.Assign(starts.Select(start => (Ours(start.TopicPartition), start.Offset >= 0 ? start.Offset.Value : -1)));
            return starts;
        }
    }

    /// <summary>Where to begin. What was never committed is committed at once: then it is seen that the group reads the partition, and has yet to.</summary>
    private List<TopicPartitionOffset> Starts(List<KafkaPartition> partitions)
    {
        try
        {
            var committed = _consumer.Committed(partitions, CommittedTimeout);
            var starts = committed.Select(position => new TopicPartitionOffset(position.TopicPartition, StartOf(position))).ToList();
            if (committed.Exists(position => position.Offset < 0)) _consumer.Commit(starts.Where((_, i) => committed[i].Offset < 0));
            return starts;
        }
        catch (KafkaException error)
        {
            // The client finds out by itself.
            _clients.Logger.CommittedUnknown(_group, error.Error.Reason);
            return [.. partitions.Select(partition => new TopicPartitionOffset(partition, Offset.Unset))];
        }
    }

    private void Revoked(List<TopicPartitionOffset> partitions)
    {
        _clients.Logger.Revoked(_group, Text(partitions.Select(position => position.TopicPartition)));
        lock (_committing) _records.Revoke(partitions.Select(position => Ours(position.TopicPartition)));
    }

    private void Lost(List<TopicPartitionOffset> partitions)
    {
        Failed(new Error(ErrorCode.Local_AssignmentLost, "the group has taken this member for dead"));
        Revoked(partitions);
    }

    private void Failed(Error error) => _failure = new KafkaException(error);
}
