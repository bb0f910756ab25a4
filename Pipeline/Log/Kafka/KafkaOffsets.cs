using Confluent.Kafka;
using Confluent.Kafka.Admin;
using KafkaPartition = Confluent.Kafka.TopicPartition;

namespace Streaming.Pipeline.Log.Kafka;

/// <summary>Where partitions begin and end, and how far the groups are.</summary>
internal sealed class KafkaOffsets(KafkaAdmin admin, FirstRecords firstRecords, KafkaLogOptions options)
{
    /// <summary>The low and the high watermark: what is in transactions that are open still lies between them.</summary>
    public async Task<IReadOnlyList<PartitionRange>> RangesAsync(IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        if (partitions.Count == 0) return [];
        var starts = ListAsync(partitions, OffsetSpec.Earliest(), cancellationToken);
        var ends = await ListAsync(partitions, OffsetSpec.Latest(), cancellationToken);
        var first = await starts;
        return [.. partitions.Select(partition => new PartitionRange(partition, first[partition], ends[partition]))];
    }

    /// <summary>The first offset of a record that was appended at the time or later, where there is one.</summary>
    public async Task<Dictionary<TopicPartition, long>> AtAsync(
        IReadOnlyCollection<TopicPartition> partitions, DateTimeOffset appended, CancellationToken cancellationToken)
    {
        var found = await ListAsync(partitions, OffsetSpec.ForTimestamp(appended.ToUnixTimeMilliseconds()), cancellationToken);
        return found.Where(offset => offset.Value >= 0).ToDictionary();
    }

    /// <summary>How far each of the groups is in what it reads: where it has committed nothing, at the start.</summary>
    public async Task<IReadOnlyList<GroupOffset>> GetGroupsAsync(IReadOnlyList<Subscription> groups, CancellationToken cancellationToken)
    {
        var committed = await CommittedAsync(groups.Select(group => group.Group), cancellationToken);
        return await WithLagAsync(
            from subscription in groups
            from topic in subscription.Topics
            from partition in topic.All
            select ((subscription.Group, partition), committed.GetValueOrDefault((subscription.Group, partition))),
            cancellationToken);
    }

    /// <summary>What those of the groups have committed that have committed anything.</summary>
    public async Task<IReadOnlyList<GroupOffset>> GetCommittedAsync(IEnumerable<string> groups, CancellationToken cancellationToken)
    {
        var committed = await CommittedAsync(groups, cancellationToken);
        return await WithLagAsync(committed.Select(offset => (offset.Key, offset.Value)), cancellationToken);
    }

    /// <summary>Commits what a group without members has read.</summary>
    public Task CommitAsync(string group, IReadOnlyDictionary<TopicPartition, long> next, CancellationToken cancellationToken)
    {
        var offsets = next.Select(offset => new TopicPartitionOffset(offset.Key.Topic, offset.Key.Partition, offset.Value)).ToList();
        return admin.AskAsync(
            client => client.AlterConsumerGroupOffsetsAsync(
                [new ConsumerGroupTopicPartitionOffsets(group, offsets)],
                new AlterConsumerGroupOffsetsOptions { RequestTimeout = options.RequestTimeout }),
            options.RequestTimeout,
            cancellationToken);
    }

    /// <summary>A group that has only markers of transactions before it has no lag.</summary>
    private async Task<IReadOnlyList<GroupOffset>> WithLagAsync(
        IEnumerable<((string Group, TopicPartition Partition) Of, long Committed)> committed, CancellationToken cancellationToken)
    {
        var positions = committed.OrderBy(position => position.Of.Group, StringComparer.Ordinal).ThenBy(position => position.Of.Partition).ToList();
        var partitions = positions.Select(position => position.Of.Partition).Distinct().ToList();
        var ranges = (await RangesAsync(partitions, cancellationToken)).ToDictionary(range => range.Partition);
        var offsets = positions
            .Select(position => (position.Of, position.Committed, Range: ranges[position.Of.Partition]))
            .Select(position => new GroupOffset(
                position.Of.Group, position.Of.Partition, Math.Max(position.Committed, position.Range.Start), position.Range.End, null))
            .ToList();
        await firstRecords.FillAsync(offsets, cancellationToken);
        return offsets;
    }

    private async Task<Dictionary<(string Group, TopicPartition Partition), long>> CommittedAsync(
        IEnumerable<string> groups, CancellationToken cancellationToken)
    {
        var byGroup = await Task.WhenAll(groups.Select(group => CommittedAsync(group, cancellationToken)));
        return byGroup.SelectMany(offsets => offsets).ToDictionary();
    }

    private async Task<List<KeyValuePair<(string Group, TopicPartition Partition), long>>> CommittedAsync(string name, CancellationToken cancellationToken)
    {
        var results = await admin.AskAsync(
            client => client.ListConsumerGroupOffsetsAsync(
                [new ConsumerGroupTopicPartitions(name, null)], new ListConsumerGroupOffsetsOptions { RequestTimeout = options.RequestTimeout }),
            options.RequestTimeout,
            cancellationToken);
        return
        [
            .. from result in results
               from offset in result.Partitions
               where !offset.Error.IsError && offset.Offset >= 0
               select KeyValuePair.Create((name, new TopicPartition(offset.Topic, offset.Partition)), offset.Offset.Value),
        ];
    }

    private async Task<Dictionary<TopicPartition, long>> ListAsync(
        IReadOnlyCollection<TopicPartition> partitions, OffsetSpec which, CancellationToken cancellationToken)
    {
        var result = await admin.AskAsync(
            client => client.ListOffsetsAsync(
                partitions.Select(partition => new TopicPartitionOffsetSpec
                {
                    TopicPartition = new KafkaPartition(partition.Topic, partition.Partition),
                    OffsetSpec = which,
                }),
                new ListOffsetsOptions { RequestTimeout = options.RequestTimeout, IsolationLevel = IsolationLevel.ReadUncommitted }),
            options.RequestTimeout,
            cancellationToken);
        return result.ResultInfos.Select(info => info.TopicPartitionOffsetError).ToDictionary(
            offset => new TopicPartition(offset.Topic, offset.Partition), offset => offset.Offset.Value);
    }
}
