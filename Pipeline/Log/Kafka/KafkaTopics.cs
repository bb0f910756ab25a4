using System.Collections.Concurrent;
using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Streaming.Pipeline.Log.Kafka;

/// <summary>The topics on the brokers: creates them, knows their partitions, and drops from them what nobody needs any more.</summary>
internal sealed class KafkaTopics(KafkaAdmin admin, KafkaOffsets offsets, KafkaLogOptions options, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<string, int> _partitions = new();

    /// <summary>
    /// Creates what is not there. Brokers keep records for ever: only <see cref="TrimAsync"/> knows which of them every group has read. Times are those of
    /// the append, by the broker's clock.
    /// </summary>
    public async Task CreateAsync(IReadOnlyList<Topic> topics, CancellationToken cancellationToken)
    {
        var found = await FindAsync(topics.Select(topic => topic.Name), cancellationToken);
        var missing = topics.Where(topic => !found.ContainsKey(topic.Name)).ToList();
        if (missing.Count > 0)
        {
            await CreateMissingAsync(missing, cancellationToken);
            found = await FindCreatedAsync(topics, cancellationToken);
        }

        foreach (var topic in topics)
        {
            if (found[topic.Name] != topic.Partitions)
                throw new InvalidOperationException(
                    $"The topic {topic.Name} has {found[topic.Name]} partitions and is to have {topic.Partitions}: their number is fixed.");
        }
    }

    /// <exception cref="InvalidOperationException">A topic or a partition does not exist.</exception>
    public async ValueTask CheckAsync(IEnumerable<PartitionRecords> records, CancellationToken cancellationToken)
    {
        foreach (var partition in records) await CheckAsync(partition.Partition, cancellationToken);
    }

    /// <inheritdoc cref="CheckAsync(IEnumerable{PartitionRecords}, CancellationToken)"/>
    public async ValueTask CheckAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        if (!_partitions.TryGetValue(partition.Topic, out var count))
        {
            var found = await FindAsync([partition.Topic], cancellationToken);
            if (!found.TryGetValue(partition.Topic, out count))
                throw new InvalidOperationException($"The topic {partition.Topic} does not exist. The setup step creates the topics.");
        }

        if (partition.Partition >= count)
            throw new InvalidOperationException($"The topic {partition.Topic} does not have the partition {partition.Partition}.");
    }

    /// <summary>Deletes what is past the retention, up to what that one of the groups has read that is furthest behind.</summary>
    public async Task TrimAsync(IReadOnlyList<Topic> topics, IReadOnlyList<Subscription> groups, CancellationToken cancellationToken)
    {
        var committed = (await offsets.GetGroupsAsync(groups, cancellationToken)).ToLookup(group => group.Partition, group => group.Committed);
        var deletions = new List<TopicPartitionOffset>();
        foreach (var topic in topics)
        {
            var partitions = topic.All.ToList();
            var old = await offsets.AtAsync(partitions, time.GetUtcNow() - topic.Retention, cancellationToken);
            foreach (var (partition, start, end) in await offsets.RangesAsync(partitions, cancellationToken))
            {
                var until = committed[partition].Append(old.GetValueOrDefault(partition, end)).Min();
                if (until > start) deletions.Add(new TopicPartitionOffset(partition.Topic, partition.Partition, until));
            }
        }

        if (deletions.Count == 0) return;
        await admin.AskAsync(
            client => client.DeleteRecordsAsync(deletions, new DeleteRecordsOptions { RequestTimeout = options.RequestTimeout }),
            options.RequestTimeout,
            cancellationToken);
    }

    private async Task CreateMissingAsync(List<Topic> missing, CancellationToken cancellationToken)
    {
        var specifications = missing.Select(topic => new TopicSpecification
        {
            Name = topic.Name,
            NumPartitions = topic.Partitions,
            ReplicationFactor = options.ReplicationFactor,
            Configs = new Dictionary<string, string>
            {
                ["retention.ms"] = "-1",
                ["cleanup.policy"] = "delete",
                ["message.timestamp.type"] = "LogAppendTime",
                ["min.insync.replicas"] = options.MinInSyncReplicas.ToString(CultureInfo.InvariantCulture),
                ["max.message.bytes"] = options.MaxRecordBytes.ToString(CultureInfo.InvariantCulture),
            },
        });
        await admin.AskAsync(client => CreateAsync(client, specifications), 2 * options.RequestTimeout, cancellationToken);
    }

    /// <summary>Another setup step may be at it too, and come first.</summary>
    private async Task<bool> CreateAsync(IAdminClient client, IEnumerable<TopicSpecification> specifications)
    {
        try
        {
            await client.CreateTopicsAsync(
                specifications, new CreateTopicsOptions { RequestTimeout = options.RequestTimeout, OperationTimeout = options.RequestTimeout });
        }
        catch (CreateTopicsException failure)
        {
            var error = failure.Results.Select(result => result.Error).FirstOrDefault(error => error.IsError && error.Code != ErrorCode.TopicAlreadyExists);
            if (error is not null) throw new KafkaException(error, failure);
        }

        return true;
    }

    /// <summary>A broker answers a creation before it tells of the topic.</summary>
    private async Task<Dictionary<string, int>> FindCreatedAsync(IReadOnlyList<Topic> topics, CancellationToken cancellationToken)
    {
        var deadline = Deadline.In(options.RequestTimeout);
        while (true)
        {
            var found = await FindAsync(topics.Select(topic => topic.Name), cancellationToken);
            if (found.Count == topics.Count) return found;
            if (deadline.HasPassed) throw KafkaErrors.TimedOut("show the topics it created", options.RequestTimeout);
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>The numbers of partitions of those topics that exist. Asking does not create a topic.</summary>
    private async Task<Dictionary<string, int>> FindAsync(IEnumerable<string> topics, CancellationToken cancellationToken)
    {
        var names = TopicCollection.OfTopicNames(topics.Distinct());
        var described = await admin.AskAsync(client => DescribeAsync(client, names), options.RequestTimeout, cancellationToken);
        var found = new Dictionary<string, int>();
        foreach (var topic in described)
        {
            if (topic.Error.Code == ErrorCode.UnknownTopicOrPart) continue;
            if (topic.Error.IsError) throw KafkaErrors.Translate(new KafkaException(topic.Error));
            found[topic.Name] = _partitions[topic.Name] = topic.Partitions.Count;
        }

        return found;
    }

    private async Task<IEnumerable<TopicDescription>> DescribeAsync(IAdminClient client, TopicCollection names)
    {
        try
        {
            return (await client.DescribeTopicsAsync(names, new DescribeTopicsOptions { RequestTimeout = options.RequestTimeout })).TopicDescriptions;
        }
        catch (DescribeTopicsException failure)
        {
            return failure.Results.TopicDescriptions;
        }
    }
}
