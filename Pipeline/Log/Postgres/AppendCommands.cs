using Npgsql;
using NpgsqlTypes;

namespace Streaming.Pipeline.Log.Postgres;

/// <summary>Puts an append together: one command a stored batch, and one notification a topic, all in one round trip and one transaction.</summary>
internal sealed class AppendCommands(TopicSqls topics, int batchBytes)
{
    private readonly List<PartitionRecords> _sorted = [];

    /// <summary>Adds the commands in the order of topics and partitions: two appends lock the counters in the same order and cannot deadlock.</summary>
    public void Add(NpgsqlBatch batch, RecordWriter records)
    {
        _sorted.Clear();
        _sorted.AddRange(records.Partitions);
        _sorted.Sort(static (a, b) => a.Partition.CompareTo(b.Partition));
        foreach (var partition in _sorted) AddRows(batch, partition);
    }

    /// <summary>Wakes the readers of the topics added last. Comes after everything else in the transaction.</summary>
    public void AddNotifications(NpgsqlBatch batch)
    {
        string? previous = null;
        foreach (var partition in _sorted)
        {
            if (partition.Partition.Topic == previous) continue;
            previous = partition.Partition.Topic;
            batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT pg_notify($1, '')")
            {
                Parameters = { new NpgsqlParameter<string> { TypedValue = TopicSql.TopicChannel(previous), NpgsqlDbType = NpgsqlDbType.Text } },
            });
        }

        _sorted.Clear();
    }

    private void AddRows(NpgsqlBatch batch, PartitionRecords records)
    {
        var (topic, partition) = (records.Partition.Topic, records.Partition.Partition);
        var sql = topics[topic].Append;
        var rest = records.Data;
        var count = records.Count;
        while (count > 0)
        {
            var (rowCount, rowBytes) = rest.Length <= batchBytes ? (count, rest.Length) : RecordLayout.Cut(rest.Span, batchBytes);
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql)
            {
                Parameters =
                {
                    new NpgsqlParameter<int> { TypedValue = partition, NpgsqlDbType = NpgsqlDbType.Integer },
                    new NpgsqlParameter<int> { TypedValue = rowCount, NpgsqlDbType = NpgsqlDbType.Integer },
                    new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = rest[..rowBytes], NpgsqlDbType = NpgsqlDbType.Bytea },
                },
            });
            rest = rest[rowBytes..];
            count -= rowCount;
        }
    }
}
