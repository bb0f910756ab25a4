using System.Runtime.CompilerServices;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Streaming.Pipeline.Log.Kafka;

/// <summary>How to reach the brokers: the settings that each client of the log begins with, and a client that administration goes through.</summary>
public sealed record KafkaConnection(IProducer<Null, Null> Client, ProducerConfig Producer, ConsumerConfig Consumer);

/// <summary>
/// The log on Kafka. Appends are transactions and reads see committed records only, so offsets ascend with gaps: the markers of transactions take one each.
/// </summary>
public sealed class KafkaLog : ILog, IDisposable
{
    private readonly KafkaClients _clients;
    private readonly KafkaAdmin _admin;
    private readonly ReaderPool _readers;
    private readonly KafkaOffsets _offsets;
    private readonly KafkaTopics _topics;
    private bool _disposed;

    public KafkaLog(KafkaConnection connection, KafkaLogOptions options, TimeProvider time, ILogger<KafkaLog> logger)
    {
        _clients = new KafkaClients(connection.Producer, connection.Consumer, options, logger);
        _admin = new KafkaAdmin(new DependentAdminClientBuilder(connection.Client.Handle).Build());
        _readers = new ReaderPool(_clients);
        _offsets = new KafkaOffsets(_admin, new FirstRecords(_readers), options);
        _topics = new KafkaTopics(_admin, _offsets, options, time);
        Admin = new KafkaLogAdmin(_admin, _topics, _offsets, _readers, options);
    }

    public ILogAdmin Admin { get; }

    public string System => "kafka";

    public Task CreateTopicsAsync(IReadOnlyList<Topic> topics, CancellationToken cancellationToken) => _topics.CreateAsync(topics, cancellationToken);

    public ILogProducer CreateProducer() => new KafkaProducer(_clients, _topics);

    public ILogConsumer CreateConsumer(Subscription subscription) => new KafkaConsumer(_clients, _topics, subscription, ProbeAsync);

    /// <summary>Waits for transactions below the end that are not decided yet; see <see cref="KafkaLogOptions.UndecidedTimeout"/>.</summary>
    public async IAsyncEnumerable<RecordBatch> ReadAsync(
        TopicPartition partition, long fromOffset, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (start, end) = await GetOffsetsAsync(partition, cancellationToken);
        var next = Math.Max(start, fromOffset);
        if (next >= end) yield break;

        var reader = _readers.Rent();
        var failed = true;
        try
        {
            await reader.AssignAsync([(partition, next)]);
            while (next < end)
            {
                failed = true;
                (var batch, next) = await reader.ReadAsync(partition, next, end, cancellationToken);

                // From here on the caller may stop at any time.
                failed = false;
                if (batch is not null) yield return batch;
            }
        }
        finally
        {
            if (failed)
            {
                reader.Dispose();
            }
            else
            {
                await reader.UnassignAsync();
                _readers.Return(reader);
            }
        }
    }

    public async Task<(long Start, long End)> GetOffsetsAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        await _topics.CheckAsync(partition, cancellationToken);
        var range = (await _offsets.RangesAsync([partition], cancellationToken))[0];
        return (range.Start, range.End);
    }

    public Task<IReadOnlyList<GroupOffset>> GetGroupOffsetsAsync(IReadOnlyList<Subscription> groups, CancellationToken cancellationToken) =>
        _offsets.GetGroupsAsync(groups, cancellationToken);

    /// <summary>
    /// Commits offsets in the name of a group that has no members in those topics: of a reader that keeps its offsets elsewhere, so that its lag can be seen.
    /// </summary>
    public Task CommitGroupAsync(string group, IReadOnlyDictionary<TopicPartition, long> next, CancellationToken cancellationToken) =>
        _offsets.CommitAsync(group, next, cancellationToken);

    public Task ApplyRetentionAsync(IReadOnlyList<Topic> topics, IReadOnlyList<Subscription> groups, CancellationToken cancellationToken) =>
        _topics.TrimAsync(topics, groups, cancellationToken);

    /// <summary>Asks a broker for a sign of life.</summary>
    /// <exception cref="LogUnavailableException">There is none.</exception>
    public Task ProbeAsync(CancellationToken cancellationToken) => _admin.ProbeAsync(cancellationToken);

    /// <summary>May be called again: who registers an object under two types disposes of it twice.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, true)) return;
        _readers.Dispose();
        _admin.Dispose();
    }
}
