using System.Buffers;
using System.Text;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.StreamProcessor.Topology;

namespace Streaming.Tests.Unit.StreamProcessor;

/// <summary>Feeds records to the topology and reads what it writes, with no server and no clock, as Kafka Streams' TopologyTestDriver does.</summary>
internal sealed class TopologyDriver : IDisposable
{
    public const int CreatedSchema = 1;
    public const int Partition = 0;

    /// <summary>2026-06-01T13:00:00Z.</summary>
    public const long ProcessedAt = 1_780_318_800_000_000;

    private static readonly SchemaIds Schemas = new(new HashSet<int> { CreatedSchema }, Processed: 2, Rejected: 3, Stats: 4);

    private readonly PartitionState _state = new(Partition, 1, new TopologySettings(TimeSpan.FromHours(1), TimeSpan.FromMinutes(1)), new KeyPool(1_000_000));
    private readonly RecordWriter _output = new();
    private long _nextOffset;

    public UserTopology Topology { get; } = new(Schemas);

    public BatchSummary Summary => Topology.Summary;

    /// <summary>Feeds one value and its headers as the next offset of the partition.</summary>
    public void Feed(ReadOnlySpan<byte> value, RecordHeaders headers = default, string key = "key")
    {
        using var batch = Batch([value.ToArray()], headers, _nextOffset++, key);
        Feed(batch);
    }

    public void Feed(RecordBatch batch)
    {
        foreach (var record in batch) Topology.Process(record, default, _state, ProcessedAt, _output);
    }

    /// <summary>A value in the wire format.</summary>
    public static byte[] Wire(string json, int schema = CreatedSchema) =>
        [0, (byte)(schema >> 24), (byte)(schema >> 16), (byte)(schema >> 8), (byte)schema, .. Encoding.UTF8.GetBytes(json)];

    public static RecordBatch Batch(IReadOnlyList<byte[]> values, RecordHeaders headers = default, long baseOffset = 0, string key = "key")
    {
        using var writer = new RecordWriter();
        foreach (var value in values)
        {
            writer.Begin(Topics.UsersCreated[Partition], Encoding.UTF8.GetBytes(key), headers).Write(value);
            writer.End();
        }

        return BatchOf(writer.Partitions.Single(), baseOffset);
    }

    public List<UserRow> Processed() => [.. Values(Topics.UsersProcessed).Select(value =>
    {
        var row = new UserRow();
        Assert.True(WireFormat.TryStrip(value, out var schema, out var json));
        Assert.Equal(Schemas.Processed, schema);
        Assert.True(UserJson.TryRead(json, row, []));
        return row;
    })];

    public List<RejectedUser> Rejected() => [.. Values(Topics.UsersRejected).Select(value => RejectedUser.Read(value.AsSpan(WireFormat.PrefixLength)))];

    /// <summary>Ends the step and returns the counts that it published; what else was written is forgotten.</summary>
    public List<StatsRow> Publish()
    {
        _output.Clear();
        Topology.Publish(_state, _output);
        List<StatsRow> rows = [.. Values(Topics.UsersStats).Select(value => StatsRow.Read(value.AsSpan(WireFormat.PrefixLength)))];
        EndStep();
        return rows;
    }

    public void EndStep()
    {
        _output.Clear();
        Summary.Clear();
    }

    public (string Key, string TraceParent, string RunId, long RawSeq) HeadersOf(Topic topic)
    {
        using var batch = BatchOf(_output.Partitions.Single(records => records.Partition.Topic == topic.Name), 0);
        foreach (var record in batch)
            return (Encoding.UTF8.GetString(record.Key), Encoding.UTF8.GetString(record.Headers.TraceParent), Encoding.UTF8.GetString(record.Headers.RunId),
                record.Headers.RawSeq);
        throw new InvalidOperationException($"Nothing was written to {topic.Name}.");
    }

    public void Dispose()
    {
        _state.Dispose();
        _output.Dispose();
    }

    private List<byte[]> Values(Topic topic)
    {
        var values = new List<byte[]>();
        foreach (var records in _output.Partitions.Where(records => records.Partition.Topic == topic.Name))
        {
            using var batch = BatchOf(records, 0);
            foreach (var record in batch) values.Add(record.Value.ToArray());
        }

        return values;
    }

    public static RecordBatch BatchOf(PartitionRecords records, long baseOffset)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(records.Data.Length);
        records.Data.CopyTo(buffer);
        return new RecordBatch(records.Partition, baseOffset, records.Count, DateTimeOffset.UnixEpoch, 1, buffer, records.Data.Length);
    }
}
