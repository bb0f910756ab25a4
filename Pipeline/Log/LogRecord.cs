using System.Text;

namespace Streaming.Pipeline.Log;

/// <summary>A copy of a record, to be looked at for as long as one likes. Absent headers are null, or 0.</summary>
/// <param name="AppendedAt">When it was appended, by the log's own clock.</param>
/// <param name="Value">At most its first <see cref="MostValueBytes"/> bytes.</param>
/// <param name="ValueLength">The bytes that the value really has.</param>
public sealed record LogRecord(
    TopicPartition Partition, long Offset, DateTimeOffset AppendedAt, byte[] Key, string? TraceParent, string? RunId, long RawSeq, byte[] Value,
    int ValueLength)
{
    /// <summary>Longer values are cut: many records are held at once.</summary>
    public const int MostValueBytes = 64 * 1024;

    public bool IsCut => Value.Length < ValueLength;

    internal static LogRecord Copy(TopicPartition partition, Record record, DateTimeOffset appendedAt) => new(
        partition, record.Offset, appendedAt, record.Key.ToArray(), Text(record.Headers.TraceParent), Text(record.Headers.RunId), record.Headers.RawSeq,
        record.Value[..Math.Min(record.Value.Length, MostValueBytes)].ToArray(), record.Value.Length);

    private static string? Text(ReadOnlySpan<byte> header) => header.IsEmpty ? null : Encoding.UTF8.GetString(header);
}
