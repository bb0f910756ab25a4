using System.Buffers.Text;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;

namespace Streaming.Console.Reconciliation;

/// <summary>How far the pipeline is, told in seq of raw rows. Read stage by stage downstream, so that what one stage has done the next is asked for.</summary>
/// <param name="Published">The seq of the newest raw row on the log; it is in the order of seq over all partitions together.</param>
/// <param name="Next">By partition, the lowest seq that some stage has still to read.</param>
internal sealed record PipelinePosition(long Published, IReadOnlyList<long> Next)
{
    private const int KeyLength = 36;

    private static readonly (Subscription Group, Topic Topic)[] Stages =
        [(Groups.Processor, Topics.UsersCreated), (Groups.Irregular, Topics.UsersIrregular), (Groups.Sink, Topics.UsersProcessed)];

    /// <summary>Whether every stage has read the row's record.</summary>
    public bool IsDone(Guid id, long seq)
    {
        Span<byte> key = stackalloc byte[KeyLength];
        Utf8Formatter.TryFormat(id, key, out _);
        return seq < Next[Topics.UsersCreated.PartitionOf(key)];
    }

    public static async Task<PipelinePosition> ReadAsync(ILog log, CancellationToken cancellationToken)
    {
        var published = await PublishedAsync(log, cancellationToken);
        var next = new long[Topics.UsersCreated.Partitions];
        Array.Fill(next, published + 1);
        foreach (var (group, topic) in Stages)
        {
            var offsets = await log.GetGroupOffsetsAsync([group], cancellationToken);
            for (var partition = 0; partition < topic.Partitions; partition++)
            {
                var committed = offsets.Single(offset => offset.Partition == topic[partition]).Committed;
                if (await FirstUnreadAsync(log, topic[partition], committed, cancellationToken) is { } seq) next[partition] = Math.Min(next[partition], seq);
            }
        }

        return new PipelinePosition(published, next);
    }

    private static async Task<long> PublishedAsync(ILog log, CancellationToken cancellationToken)
    {
        var newest = 0L;
        for (var partition = 0; partition < Topics.UsersCreated.Partitions; partition++)
        {
            await foreach (var batch in log.ReadLastAsync(Topics.UsersCreated[partition], cancellationToken))
            {
                using (batch) newest = Math.Max(newest, Newest(batch));
            }
        }

        return newest;
    }

    private static long Newest(RecordBatch batch)
    {
        var newest = 0L;
        foreach (var record in batch) newest = Math.Max(newest, record.Headers.RawSeq);
        return newest;
    }

    private static async Task<long?> FirstUnreadAsync(ILog log, TopicPartition partition, long committed, CancellationToken cancellationToken)
    {
        var (start, end) = await log.GetOffsetsAsync(partition, cancellationToken);
        if (committed >= end) return null;
        await foreach (var batch in log.ReadAsync(partition, Math.Max(start, committed), cancellationToken))
        {
            using (batch)
            {
                foreach (var record in batch) return record.Headers.RawSeq;
            }
        }

        return null;
    }
}
