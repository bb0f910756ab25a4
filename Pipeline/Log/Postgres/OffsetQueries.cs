using Npgsql;

namespace Streaming.Pipeline.Log.Postgres;

/// <summary>Where partitions begin and end, and how far the groups are.</summary>
internal sealed class OffsetQueries(LogContext context)
{
    public async Task<(long Start, long End)> GetAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        await using var connection = await context.Source.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(context.Topics[partition.Topic].Offsets, connection)
        {
            Parameters = { new() { Value = partition.Partition } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            throw new InvalidOperationException($"The topic {partition.Topic} does not have the partition {partition.Partition}.");
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    public async Task<IReadOnlyList<PartitionRange>> GetAllAsync(CancellationToken cancellationToken)
    {
        await using var connection = await context.Source.OpenConnectionAsync(cancellationToken);
        var partitions = new List<TopicPartition>();
        await using (var command = new NpgsqlCommand("SELECT topic, partition FROM log.partitions ORDER BY topic, partition", connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken)) partitions.Add(new TopicPartition(reader.GetString(0), reader.GetInt32(1)));
        }

        await using var batch = connection.CreateBatch();
        foreach (var partition in partitions)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(context.Topics[partition.Topic].Offsets)
            {
                Parameters = { new() { Value = partition.Partition } },
            });
        }

        return partitions.Count == 0 ? [] : await ReadRangesAsync(batch, partitions, cancellationToken);
    }

    public async Task<IReadOnlyList<GroupOffset>> GetGroupsAsync(IReadOnlyList<string> groups, CancellationToken cancellationToken)
    {
        await using var connection = await context.Source.OpenConnectionAsync(cancellationToken);
        var offsets = new List<GroupOffset>();
        await using (var command = new NpgsqlCommand("""
            SELECT group_name, topic, partition, committed, next_offset FROM log.leases JOIN log.partitions USING (topic, partition)
            WHERE group_name = ANY ($1) ORDER BY group_name, topic, partition
            """, connection) { Parameters = { new() { Value = groups.ToArray() } } })
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                var partition = new TopicPartition(reader.GetString(1), reader.GetInt32(2));
                offsets.Add(new GroupOffset(reader.GetString(0), partition, reader.GetInt64(3), reader.GetInt64(4), null));
            }
        }

        return await WithLagSinceAsync(connection, offsets, cancellationToken);
    }

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

    private async Task<IReadOnlyList<GroupOffset>> WithLagSinceAsync(NpgsqlConnection connection, List<GroupOffset> offsets,
        CancellationToken cancellationToken)
    {
        var behind = Enumerable.Range(0, offsets.Count).Where(i => offsets[i].Lag > 0).ToList();
        if (behind.Count == 0) return offsets;

        await using var batch = connection.CreateBatch();
        foreach (var i in behind)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(context.Topics[offsets[i].Partition.Topic].FirstAppendedAt)
            {
                Parameters = { new() { Value = offsets[i].Partition.Partition }, new() { Value = offsets[i].Committed } },
            });
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        foreach (var i in behind)
        {
            if (await reader.ReadAsync(cancellationToken)) offsets[i] = offsets[i] with { LagSince = reader.GetFieldValue<DateTimeOffset>(0) };
            await reader.NextResultAsync(cancellationToken);
        }

        return offsets;
    }
}
