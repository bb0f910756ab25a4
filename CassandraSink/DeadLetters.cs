using Streaming.CassandraSink.Tables;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;

namespace Streaming.CassandraSink;

/// <summary>The dead letters of one read of the log, to be appended in the same atomic step as its offsets.</summary>
internal sealed class DeadLetters(int schemaId, SinkMetrics metrics, TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary>The rule of a record that can't be read as a row.</summary>
    private const string Decode = "decode";

    /// <summary>The rule of a row that the tables' server refuses.</summary>
    private const string Table = "table";

    private readonly RecordWriter _output = new();
    private (TopicPartition Partition, long Offset, RuleViolation Violation) _first;

    /// <summary>Null when there are none.</summary>
    public RecordWriter? Output => _output.Count > 0 ? _output : null;

    /// <summary>Logs them, once they are committed: how many, and which was the first.</summary>
    public void Report(int records)
    {
        if (_output.Count == 0) return;
        var (partition, offset, violation) = _first;
        Log.Rejected(logger, _output.Count, records, partition.Topic, partition.Partition, offset, violation.Rule, violation.Message);
    }

    public void Clear() => _output.Clear();

    public void Dispose() => _output.Dispose();

    /// <summary>A record that can't be read.</summary>
    public void Add(TopicPartition partition, Record record, string field, string message) =>
        Add(partition, record, new RuleViolation(Decode, field, message));

    /// <summary>A row that the server refused, which names its record by number.</summary>
    public void Add(IReadOnlyList<RecordBatch> batches, Refusal refusal)
    {
        var number = refusal.Record;
        foreach (var batch in batches)
        {
            if (number >= batch.Count)
            {
                number -= batch.Count;
                continue;
            }

            foreach (var record in batch)
            {
                if (number-- > 0) continue;
                Add(batch.Partition, record, new RuleViolation(Table, "", refusal.Reason));
                return;
            }
        }
    }

    private void Add(TopicPartition partition, Record record, RuleViolation violation)
    {
        if (_output.Count == 0) _first = (partition, record.Offset, violation);
        var raw = record.Headers.RawSeq;
        var letter = new RejectedUser(
            raw > 0 ? raw : null, partition.Topic, partition.Partition, record.Offset, [violation], Attempts: 1,
            Timestamps.ToMicros(time.GetUtcNow()), record.Value.ToArray());

        var value = _output.Begin(Topics.UsersRejected, record.Key, record.Headers);
        WireFormat.WritePrefix(value, schemaId);
        letter.Write(value);
        _output.End();

        metrics.Rejected(violation.Rule);
    }
}
