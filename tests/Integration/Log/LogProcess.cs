using System.Text;
using Streaming.Pipeline.Log;

namespace Streaming.Tests.Integration.Log;

/// <summary>A log as one process has it: with connections of its own, which can end without a word.</summary>
public abstract class LogProcess : IAsyncDisposable
{
    public abstract ILog Log { get; }

    public abstract ILogAdmin Admin { get; }

    /// <summary>From now on nothing of this process reaches the server, except through what is already open.</summary>
    public abstract Task CutOffAsync();

    public abstract ValueTask DisposeAsync();
}

/// <summary>Records with text in them.</summary>
internal static class Texts
{
    public static RecordWriter Records(params (TopicPartition Partition, string Value)[] records)
    {
        var writer = new RecordWriter();
        foreach (var (partition, value) in records) writer.Put(partition, value);
        return writer;
    }

    public static void Put(this RecordWriter writer, TopicPartition partition, string value, string key = "key")
    {
        var buffer = writer.Begin(partition, Encoding.UTF8.GetBytes(key), default);
        buffer.Advance(Encoding.UTF8.GetBytes(value, buffer.GetSpan(Encoding.UTF8.GetMaxByteCount(value.Length))));
        writer.End();
    }

    public static List<(TopicPartition Partition, long Offset, string Value)> Take(this IEnumerable<RecordBatch> batches)
    {
        var taken = new List<(TopicPartition, long, string)>();
        foreach (var batch in batches)
        {
            foreach (var record in batch) taken.Add((batch.Partition, record.Offset, Encoding.UTF8.GetString(record.Value)));
            batch.Dispose();
        }

        return taken;
    }

    public static async Task<List<(TopicPartition Partition, long Offset, string Value)>> AllAsync(this ILog log, Topic topic)
    {
        var all = new List<(TopicPartition, long, string)>();
        for (var partition = 0; partition < topic.Partitions; partition++)
        {
            await foreach (var batch in log.ReadAsync(topic[partition], 0, default)) all.AddRange(new[] { batch }.Take());
        }

        return all;
    }

    /// <summary>Reads until there are so many records.</summary>
    public static async Task<List<(TopicPartition Partition, long Offset, string Value)>> ReadAsync(this ILogConsumer consumer, int count)
    {
        var read = new List<(TopicPartition, long, string)>();
        await Wait.UntilAsync(async () =>
        {
            read.AddRange((await consumer.ReadAsync(TimeSpan.FromMilliseconds(100), default)).Take());
            return read.Count >= count;
        }, $"{count} records");
        return read;
    }
}
