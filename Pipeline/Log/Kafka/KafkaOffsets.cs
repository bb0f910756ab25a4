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

    /// <summary>
    /// What those of the groups have committed that have committed anything. One that has only markers of transactions before it has no lag.
    /// </summary>
    public async Task<IReadOnlyList<GroupOffset>> GetGroupsAsync(IReadOnlyList<string> groups, CancellationToken cancellationToken)
    {
        var byGroup = await Task.WhenAll(groups.Select(group => CommittedAsync(group, cancellationToken)));
        var committed = byGroup.SelectMany(offsets => offsets).ToList();
        if (committed.Count == 0) return [];

        var partitions = committed.Select(offset => offset.Partition).Distinct().ToList();
        var ranges = (await RangesAsync(partitions, cancellationToken)).ToDictionary(range => range.Partition);
        var offsets = committed
            .OrderBy(offset => offset.Group, StringComparer.Ordinal).ThenBy(offset => offset.Partition)
            .Select(offset => new GroupOffset(
                offset.Group, offset.Partition, Math.Max(offset.Committed, ranges[offset.Partition].Start), ranges[offset.Partition].End, null))
            .ToList();
        await firstRecords.FillAsync(offsets, cancellationToken);
        return offsets;
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

    private async Task<List<(string Group, TopicPartition Partition, long Committed)>> CommittedAsync(string name, CancellationToken cancellationToken)
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
               select (name, new TopicPartition(offset.Topic, offset.Partition), offset.Offset.Value),
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
