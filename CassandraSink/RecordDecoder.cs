using System.Text.Json;
using Streaming.CassandraSink.Tables;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Telemetry;

namespace Streaming.CassandraSink;

/// <summary>Decodes records, numbered through the batches of one read, into rows of the tables.</summary>
internal sealed class RecordDecoder(ITableStore tables, IReadOnlySet<int> schemas, BatchSpans spans, DeadLetters letters)
{
    private const string NoPrefix = "the value does not start with a zero byte and a schema id";

    private readonly UserRow _user = new();
    private readonly List<RuleViolation> _violations = [];

    /// <summary>The versions of the users that were added since <see cref="Done"/>.</summary>
    public List<long> IngestedAt { get; } = [];

    /// <summary>Adds rows until the tables have enough for one write; returns the number of the record to go on with.</summary>
    public int Fill(IReadOnlyList<RecordBatch> batches, int first, SinkOptions limits)
    {
        var number = 0;
        foreach (var batch in batches)
        {
            if (number + batch.Count <= first)
            {
                number += batch.Count;
                continue;
            }

            foreach (var record in batch)
            {
                if (number++ < first) continue;
                Add(batch.Partition, record, number - 1);
                if (tables.Count >= limits.MaxRows || tables.Bytes >= limits.MaxBytes) return number;
            }
        }

        return number;
    }

    /// <summary>Forgets what was added for a write that has ended.</summary>
    public void Done(int rows, Exception? failure)
    {
        spans.Stop(rows, failure);
        IngestedAt.Clear();
    }

    private void Add(TopicPartition partition, Record record, int number)
    {
        if (!WireFormat.TryStrip(record.Value, out var schema, out var json)) letters.Add(partition, record, "", NoPrefix);
        else if (!schemas.Contains(schema)) letters.Add(partition, record, "", $"the schema {schema} is not registered");
        else if (partition.Topic == Topics.UsersStats.Name) AddStats(partition, record, json, number);
        else AddUser(partition, record, json, number);
    }

    private void AddUser(TopicPartition partition, Record record, ReadOnlySpan<byte> json, int number)
    {
        _violations.Clear();
        if (!UserJson.TryRead(json, _user, _violations))
        {
            letters.Add(partition, record, _violations[0].Field, _violations[0].Message);
        }
        else if (!tables.TryAdd(number, _user, out var ingestedAt, out var violation))
        {
            letters.Add(partition, record, violation.Field, violation.Message);
        }
        else
        {
            IngestedAt.Add(ingestedAt);
            spans.Start(record.Headers.TraceParent);
        }
    }

    private void AddStats(TopicPartition partition, Record record, ReadOnlySpan<byte> json, int number)
    {
        try
        {
            tables.Add(number, StatsRow.Read(json));
        }
        catch (JsonException exception)
        {
            letters.Add(partition, record, exception.Path ?? "", exception.Message);
        }
    }
}
