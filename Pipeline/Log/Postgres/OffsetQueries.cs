using Npgsql;
using Streaming.Pipeline.Queries;

namespace Streaming.Pipeline.Log.Postgres;

/// <summary>Where partitions begin and end, and how far the groups are.</summary>
internal sealed class OffsetQueries(LogContext context)
{
    public async Task<(long Start, long End)> GetAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        await using var connection = await context.Source.OpenConnectionAsync(cancellationToken);
        var found = await connection.Query(context.Topics[partition.Topic].Offsets, partition.Partition)
            .ListAsync(row => (row.GetInt64(0), row.GetInt64(1)), cancellationToken);
        return found is [var offsets]
            ? offsets
            : throw new InvalidOperationException($"The topic {partition.Topic} does not have the partition {partition.Partition}.");
    }

    public async Task<IReadOnlyList<PartitionRange>> GetAllAsync(CancellationToken cancellationToken)
    {
        await using var connection = await context.Source.OpenConnectionAsync(cancellationToken);
        var partitions = await connection.Query("SELECT topic, partition FROM log.partitions ORDER BY topic, partition")
            .ListAsync(row => new TopicPartition(row.GetString(0), row.GetInt32(1)), cancellationToken);
        await using var batch = connection.CreateBatch();
        foreach (var partition in partitions) batch.BatchCommands.Add(PostgresQueries.Part(context.Topics[partition.Topic].Offsets, partition.Partition));
        return partitions.Count == 0 ? [] : await ReadRangesAsync(batch, partitions, cancellationToken);
    }

    /// <summary>How far each of the groups is in what it reads: where it has committed nothing, at the start.</summary>
    public Task<IReadOnlyList<GroupOffset>> GetGroupsAsync(IReadOnlyList<Subscription> groups, CancellationToken cancellationToken)
    {
        var read = (from subscription in groups from topic in subscription.Topics select (subscription.Group, topic.Name)).ToList();
        return WithLagAsync(
            connection => connection.Query(
                """
                SELECT group_name, topic, partition, coalesce(committed, 0), next_offset
                FROM unnest($1, $2) AS read (group_name, topic) JOIN log.partitions USING (topic) LEFT JOIN log.leases USING (group_name, topic, partition)
                ORDER BY group_name COLLATE "C", topic, partition
                """,
                read.Select(pair => pair.Group).ToArray(),
                read.Select(pair => pair.Name).ToArray()),
            cancellationToken);
    }

    /// <summary>What those of the groups have committed that have ever had members.</summary>
    public Task<IReadOnlyList<GroupOffset>> GetCommittedAsync(IEnumerable<string> groups, CancellationToken cancellationToken) => WithLagAsync(
        connection => connection.Query(
            """
            SELECT group_name, topic, partition, committed, next_offset FROM log.leases JOIN log.partitions USING (topic, partition)
            WHERE group_name = ANY ($1) ORDER BY group_name, topic, partition
            """,
            (object)groups.ToArray()),
        cancellationToken);

    private static async Task<List<PartitionRange>> ReadRangesAsync(
        NpgsqlBatch batch, IEnumerable<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var ranges = new List<PartitionRange>();
        foreach (var partition in partitions)
        {
            if (await reader.ReadAsync(cancellationToken)) ranges.Add(new PartitionRange(partition, reader.GetInt64(0), reader.GetInt64(1)));
            await reader.NextResultAsync(cancellationToken);
        }

        return ranges;
    }

    private async Task<IReadOnlyList<GroupOffset>> WithLagAsync(Func<NpgsqlConnection, NpgsqlCommand> query, CancellationToken cancellationToken)
    {
        await using var connection = await context.Source.OpenConnectionAsync(cancellationToken);
        var offsets = await query(connection).ListAsync(
            row => new GroupOffset(row.GetString(0), new TopicPartition(row.GetString(1), row.GetInt32(2)), row.GetInt64(3), row.GetInt64(4), null),
            cancellationToken);
        var behind = Enumerable.Range(0, offsets.Count).Where(i => offsets[i].Lag > 0).ToList();
        if (behind.Count == 0) return offsets;

        await using var batch = connection.CreateBatch();
        foreach (var (_, partition, committed, _, _) in behind.Select(i => offsets[i]))
            batch.BatchCommands.Add(PostgresQueries.Part(context.Topics[partition.Topic].FirstAppendedAt, partition.Partition, committed));

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        foreach (var i in behind)
        {
            if (await reader.ReadAsync(cancellationToken)) offsets[i] = offsets[i] with { LagSince = reader.GetFieldValue<DateTimeOffset>(0) };
            await reader.NextResultAsync(cancellationToken);
        }

        return offsets;
    }
}
