namespace Streaming.Pipeline.Log;

/// <summary>Takes from the records of a partition, as they come in offset order, those that a range asks for.</summary>
internal sealed class RecordCollector(RecordRange range)
{
    private readonly List<LogRecord> _records = [];

    /// <summary>Where to read on.</summary>
    public long Next { get; private set; } = range.From;

    public bool IsDone => Next >= range.Until || _records.Count >= range.Most;

    public RecordScan Result => new(_records, Math.Min(Next, range.Until));

    /// <summary>Whether the record is to be added; looks at it in any case.</summary>
    public bool Takes(long offset, ReadOnlySpan<byte> key)
    {
        if (IsDone) return false;
        Next = offset + 1;
        return offset >= range.From && offset < range.Until && (range.Key is null || key.SequenceEqual(range.Key));
    }

    public void Add(Record record, DateTimeOffset appendedAt) => _records.Add(LogRecord.Copy(range.Partition, record, appendedAt));

    /// <summary>There is nothing more in the range.</summary>
    public void End() => Next = range.Until;
}
