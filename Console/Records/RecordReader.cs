using System.Text;
using Streaming.Pipeline.Log;

namespace Streaming.Console.Records;

/// <summary>Records of a partition, newest first.</summary>
/// <param name="Range">What the partition holds now.</param>
internal sealed record RecordPage(PartitionRange Range, IReadOnlyList<RecordView> Records, SchemaNames Schemas)
{
    /// <summary>The offset at the top of the page of older records; null when there are none.</summary>
    public long? Older => Records is [.., var last] && last.Record.Offset > Range.Start ? last.Record.Offset - 1 : null;

    /// <summary>The offset at the top of the page of newer records; null when these are the newest.</summary>
    public long? Newer => Records is [var first, ..] && first.Record.Offset < Range.End - 1 ? first.Record.Offset + RecordReader.PageSize : null;
}

internal sealed class RecordReader(ILogAdmin log, SchemaNamer schemas)
{
    public const int PageSize = 50;

    /// <summary>A page with the record at <paramref name="top"/>, or the one before it, on top; the newest when null.</summary>
    /// <returns>Null when the partition does not exist.</returns>
    public async Task<RecordPage?> ReadAsync(TopicPartition partition, long? top, CancellationToken cancellationToken)
    {
        var all = await log.GetPartitionsAsync(cancellationToken);
        if (!all.Any(range => range.Partition == partition)) return null;

        var range = all.First(range => range.Partition == partition);
        var before = top is { } offset && offset < range.End ? Math.Max(offset, range.Start) + 1 : range.End;
        var records = await log.ReadBackAsync(range, before, PageSize, cancellationToken);
        return new RecordPage(range, [.. records.Select(record => new RecordView(record))], await schemas.NameAsync(partition.Topic, cancellationToken));
    }

    /// <summary>Where the records of a time begin.</summary>
    public Task<long> FindAsync(TopicPartition partition, DateTimeOffset time, CancellationToken cancellationToken) =>
        log.FindOffsetAsync(partition, time, cancellationToken);

    /// <summary>Prepares a search from the end of a partition.</summary>
    /// <param name="partition">Null for the one that the key belongs to.</param>
    public KeySearch Search(TopicView topic, string key, int? partition)
    {
        var bytes = Encoding.UTF8.GetBytes(key);
        var number = partition ?? new Topic(topic.Name, topic.Partitions.Count, TimeSpan.Zero).PartitionOf(bytes);
        var range = topic[number] ?? throw new ArgumentOutOfRangeException(nameof(partition), number, "The topic does not have this partition.");
        return new KeySearch(log, range, bytes);
    }
}
