using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Streaming.Pipeline.Log.Kafka;

internal sealed class KafkaLogAdmin(KafkaAdmin admin, KafkaTopics topics, KafkaOffsets offsets, ReaderPool readers, KafkaLogOptions options) : ILogAdmin
{
    /// <summary>What the names of Kafka's own topics begin with.</summary>
    private const string Internal = "__";

    private const string ConsumerProtocol = "consumer";

    public async Task<IReadOnlyList<PartitionRange>> GetPartitionsAsync(CancellationToken cancellationToken)
    {
        var metadata = await admin.ProbeAsync(cancellationToken);
        var partitions =
            from topic in metadata.Topics
            where !topic.Error.IsError && !topic.Topic.StartsWith(Internal, StringComparison.Ordinal)
            from partition in topic.Partitions
            select new TopicPartition(topic.Topic, partition.PartitionId);
        return await offsets.RangesAsync([.. partitions.Order()], cancellationToken);
    }

    /// <summary>
    /// Asks by librdkafka's older request, which blocks: the newer one, when it is not answered in time, frees memory twice.
    /// </summary>
    public async Task<IReadOnlyList<ConsumerGroup>> GetGroupsAsync(CancellationToken cancellationToken)
    {
        var found = await admin.AskBlockingAsync(client => client.ListGroups(options.RequestTimeout), options.RequestTimeout, cancellationToken);

        // A group that was never joined, only committed for, has no protocol.
        var groups = found.Where(group => !group.Error.IsError && group.ProtocolType is ConsumerProtocol or "").ToList();
        var byGroup = (await offsets.GetCommittedAsync(groups.Select(group => group.Group), cancellationToken)).ToLookup(offset => offset.Group);
        return
        [
            .. from info in groups
               orderby info.Group
               select new ConsumerGroup(info.Group, info.Members.Count, [.. byGroup[info.Group]]),
        ];
    }

    public async Task<long> FindOffsetAsync(TopicPartition partition, DateTimeOffset appendedAt, CancellationToken cancellationToken)
    {
        await topics.CheckAsync(partition, cancellationToken);
        var found = await offsets.AtAsync([partition], appendedAt, cancellationToken);
        return found.TryGetValue(partition, out var offset) ? offset : (await offsets.RangesAsync([partition], cancellationToken))[0].End;
    }

    public async Task<RecordScan> ScanAsync(RecordRange range, CancellationToken cancellationToken)
    {
        await topics.CheckAsync(range.Partition, cancellationToken);
        var found = new RecordCollector(range);
        if (found.IsDone) return found.Result;
        return await readers.UseAsync(async reader =>
        {
            await reader.AssignAsync([(range.Partition, range.From)]);
            await reader.ScanAsync(found, cancellationToken);
            await reader.UnassignAsync();
            return found.Result;
        });
    }

    public async Task RewindAsync(string group, IReadOnlyDictionary<TopicPartition, long> next, CancellationToken cancellationToken)
    {
        foreach (var partition in next.Keys) await topics.CheckAsync(partition, cancellationToken);
        var offsets = next.Select(offset => new TopicPartitionOffset(offset.Key.Topic, offset.Key.Partition, offset.Value)).ToList();
        await admin.AskAsync(
            client => AlterAsync(client, new ConsumerGroupTopicPartitionOffsets(group, offsets)), options.RequestTimeout, cancellationToken);
    }

    private async Task<bool> AlterAsync(IAdminClient client, ConsumerGroupTopicPartitionOffsets offsets)
    {
        try
        {
            await client.AlterConsumerGroupOffsetsAsync([offsets], new AlterConsumerGroupOffsetsOptions { RequestTimeout = options.RequestTimeout });
            return true;
        }
        catch (AlterConsumerGroupOffsetsException failure)
        {
            var errors = failure.Results.SelectMany(result => result.Partitions.Select(partition => partition.Error).Prepend(result.Error));
            var error = errors.First(error => error.IsError);
            throw error.Code is ErrorCode.UnknownMemberId or ErrorCode.RebalanceInProgress or ErrorCode.NonEmptyGroup
                ? new GroupActiveException(offsets.Group)
                : new KafkaException(error, failure);
        }
    }
}
