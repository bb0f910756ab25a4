using Streaming.Pipeline.Queries;

namespace Streaming.Pipeline.Log.Postgres;

internal sealed class PostgresLogAdmin(LogContext context, OffsetQueries offsets) : ILogAdmin
{
    /// <summary>What one read of a page fetches; a search reads as much at once as a consumer does.</summary>
    private const int PageBytes = 256 * 1024;

    public Task<IReadOnlyList<PartitionRange>> GetPartitionsAsync(CancellationToken cancellationToken) =>
        PostgresErrors.TranslatedAsync(() => offsets.GetAllAsync(cancellationToken));

    public Task<IReadOnlyList<ConsumerGroup>> GetGroupsAsync(CancellationToken cancellationToken) => PostgresErrors.TranslatedAsync(async () =>
    {
        var members = await CountMembersAsync(cancellationToken);
        var byGroup = (await offsets.GetCommittedAsync(members.Keys, cancellationToken)).ToLookup(offset => offset.Group);
        return (IReadOnlyList<ConsumerGroup>)[.. members.Select(group => new ConsumerGroup(group.Key, group.Value, [.. byGroup[group.Key]]))];
    });

    public Task<long> FindOffsetAsync(TopicPartition partition, DateTimeOffset appendedAt, CancellationToken cancellationToken) =>
        PostgresErrors.TranslatedAsync(async () => (long)(await context.Source
            .Query("SELECT log.offset_at($1, $2, $3)", partition.Topic, partition.Partition, appendedAt.ToUniversalTime())
            .ScalarAsync(cancellationToken))!);

    public Task<RecordScan> ScanAsync(RecordRange range, CancellationToken cancellationToken) => PostgresErrors.TranslatedAsync(async () =>
    {
        var found = new RecordCollector(range);
        var reader = new BatchReader(context.Topics, range.Key is null ? PageBytes : context.Options.ReadBytes);
        await using var connection = await context.Source.OpenConnectionAsync(cancellationToken);
        while (!found.IsDone)
        {
            var batches = await reader.ReadAsync(connection, [new ReadFrom(range.Partition, found.Next, Epoch: 0)], cancellationToken);
            if (batches.Count == 0) found.End();
            foreach (var batch in batches) Collect(batch, found);
        }

        return found.Result;
    });

    public Task RewindAsync(string group, IReadOnlyDictionary<TopicPartition, long> next, CancellationToken cancellationToken) =>
        PostgresErrors.TranslatedAsync(async () =>
        {
            var isDone = await context.Source.Query(
                "SELECT log.rewind($1, $2, $3, $4)", group, next.Keys.Select(partition => partition.Topic).ToArray(),
                next.Keys.Select(partition => partition.Partition).ToArray(), next.Values.ToArray()).ScalarAsync(cancellationToken);
            if (!(bool)isDone!) throw new GroupActiveException(group);
        });

    private static void Collect(RecordBatch batch, RecordCollector found)
    {
        using (batch)
        {
            foreach (var record in batch)
            {
                if (found.IsDone) return;
                if (found.Takes(record.Offset, record.Key)) found.Add(record, batch.AppendedAt);
            }
        }
    }

    /// <summary>By name, each group that has members or has ever had any.</summary>
    private async Task<SortedDictionary<string, int>> CountMembersAsync(CancellationToken cancellationToken)
    {
        var groups = await context.Source.Query("""
            SELECT group_name, count(member)::int
            FROM (SELECT DISTINCT group_name FROM log.leases) groups
            LEFT JOIN (SELECT group_name, member FROM log.members WHERE expires_at >= clock_timestamp()) living USING (group_name)
            GROUP BY group_name
            """).ListAsync(row => KeyValuePair.Create(row.GetString(0), row.GetInt32(1)), cancellationToken);
        return new SortedDictionary<string, int>(groups.ToDictionary(), StringComparer.Ordinal);
    }
}
