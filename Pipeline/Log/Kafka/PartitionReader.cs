using Confluent.Kafka;
using KafkaPartition = Confluent.Kafka.TopicPartition;

namespace Streaming.Pipeline.Log.Kafka;

/// <summary>
/// Reads partitions outside any group, committed records only. One at a time, on a thread of its own; made once and used again and again, as connecting
/// costs more than a short read.
/// </summary>
internal sealed class PartitionReader : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly KafkaLogOptions _options;
    private readonly RecordScratch _scratch = new();
    private readonly IConsumer<int, int> _consumer;
    private readonly BlockingThread _thread = new("kafka-reader");
    private volatile Error? _error;

    public PartitionReader(KafkaClients clients)
    {
        _options = clients.Options;
        _consumer = clients.CreateReader(_scratch, error => _error = error);
    }

    public Task AssignAsync(IEnumerable<(TopicPartition Partition, long Offset)> positions) => _thread.RunAsync(() =>
    {
        _error = null;
        _consumer.Assign(positions.Select(at => new TopicPartitionOffset(at.Partition.Topic, at.Partition.Partition, at.Offset)));
    });

    public Task UnassignAsync() => _thread.RunAsync(_consumer.Unassign);

    /// <summary>What there is now, at least one record, from the position up to <paramref name="end"/>; no batch when only markers are left.</summary>
    /// <exception cref="LogUnavailableException">Nothing came: the broker is away, or a transaction stays undecided.</exception>
    public Task<(RecordBatch? Batch, long Next)> ReadAsync(TopicPartition partition, long position, long end, CancellationToken cancellationToken) =>
        _thread.RunAsync(() => Read(partition, position, end, cancellationToken));

    /// <summary>Shows the collector what there is from the assigned position on, until it has enough or nothing more is decided.</summary>
    /// <exception cref="LogUnavailableException">Not all came in time.</exception>
    public Task ScanAsync(RecordCollector found, CancellationToken cancellationToken) => _thread.RunAsync(() =>
    {
        var deadline = Deadline.In(_options.RequestTimeout);
        while (!found.IsDone)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var result = Consume(Poll);
            if (result is { IsPartitionEOF: true })
            {
                found.End();
            }
            else if (result is not null && found.Takes(result.Offset, _scratch.KeyBytes))
            {
                var headers = HeaderNames.Read(result.Message.Headers);
                var record = new Record { Offset = result.Offset, Key = _scratch.KeyBytes, Headers = headers, Value = _scratch.ValueBytes };
                found.Add(record, DateTimeOffset.FromUnixTimeMilliseconds(result.Message.Timestamp.UnixTimestampMs));
            }
            else if (result is null && deadline.HasPassed)
            {
                throw KafkaErrors.TimedOut($"give what lies from {found.Next} on", _options.RequestTimeout);
            }
        }
    });

    /// <summary>When the first committed record at or after each position was appended; null where none is left before the end.</summary>
    public Task<Dictionary<TopicPartition, DateTimeOffset?>> FirstAppendedAsync(
        IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken) =>
        _thread.RunAsync(() =>
        {
            var deadline = Deadline.In(_options.RequestTimeout);
            var first = new Dictionary<TopicPartition, DateTimeOffset?>();
            while (first.Count < partitions.Count && !deadline.HasPassed)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (Consume(Poll) is not { } result) continue;
                var partition = new TopicPartition(result.Topic, result.Partition);
                if (!first.TryAdd(partition, result.IsPartitionEOF ? null : DateTimeOffset.FromUnixTimeMilliseconds(result.Message.Timestamp.UnixTimestampMs)))
                    continue;
                _consumer.Pause([new KafkaPartition(result.Topic, result.Partition)]);
            }

            // A pause outlasts the assignment.
            _consumer.Resume(_consumer.Assignment);
            return first;
        });

    public void Dispose()
    {
        _thread.RunAsync(() =>
        {
            KafkaStatistics.Forget(_consumer.Name);
            _consumer.Dispose();
        });
        _thread.Dispose();
    }

    private (RecordBatch? Batch, long Next) Read(TopicPartition partition, long position, long end, CancellationToken cancellationToken)
    {
        using var batch = new BatchBuilder(partition, epoch: 0);
        var deadline = Deadline.In(_options.UndecidedTimeout);
        while (position < end && batch.Bytes < _options.ReadBytes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var result = Consume(batch.Count > 0 ? TimeSpan.Zero : Poll);
            if (result is null)
            {
                if (batch.Count > 0) break;
                if (_error is { Code: ErrorCode.Local_AllBrokersDown } error) throw KafkaErrors.Translate(new KafkaException(error));
                if (deadline.HasPassed) throw KafkaErrors.TimedOut($"decide what lies between {position} and {end} of {partition}", _options.UndecidedTimeout);
                continue;
            }

            position = result.Offset;
            if (result.IsPartitionEOF || position >= end) continue;
            if (!batch.Takes(position)) throw new InvalidOperationException($"{partition} has a gap before offset {position}.");
            batch.Add(position++, result.Message.Timestamp.UnixTimestampMs, _scratch.KeyBytes, HeaderNames.Read(result.Message.Headers), _scratch.ValueBytes);
        }

        return (batch.Count > 0 ? batch.Build() : null, position);
    }

    private ConsumeResult<int, int>? Consume(TimeSpan wait)
    {
        try
        {
            return _consumer.Consume(wait);
        }
        catch (ConsumeException error)
        {
            throw KafkaErrors.Translate(error);
        }
    }
}

/// <summary>The readers that nobody uses just now.</summary>
internal sealed class ReaderPool(KafkaClients clients) : IDisposable
{
    private const int MostKept = 2;

    private readonly Stack<PartitionReader> _idle = [];
    private bool _disposed;

    public PartitionReader Rent()
    {
        lock (_idle)
        {
            if (_idle.TryPop(out var reader)) return reader;
        }

        return new PartitionReader(clients);
    }

    /// <summary>Lends a reader; one that failed is not lent again.</summary>
    public async Task<T> UseAsync<T>(Func<PartitionReader, Task<T>> use)
    {
        var reader = Rent();
        T result;
        try
        {
            result = await use(reader);
        }
        catch
        {
            reader.Dispose();
            throw;
        }

        Return(reader);
        return result;
    }

    public void Return(PartitionReader reader)
    {
        lock (_idle)
        {
            if (!_disposed && _idle.Count < MostKept)
            {
                _idle.Push(reader);
                return;
            }
        }

        reader.Dispose();
    }

    public void Dispose()
    {
        lock (_idle)
        {
            _disposed = true;
            while (_idle.TryPop(out var reader)) reader.Dispose();
        }
    }
}
