using System.Globalization;
using System.Text.Json;

namespace Streaming.StreamProcessor.Spark.Progress;

/// <summary>A micro-batch as a query's checkpoint has it.</summary>
/// <param name="Next">By partition, the first offset after the batch.</param>
/// <param name="StartedAt">When Spark planned it.</param>
/// <param name="CommittedAt">When its output was written.</param>
internal sealed record MicroBatch(long Number, IReadOnlyDictionary<int, long> Next, DateTimeOffset StartedAt, DateTimeOffset CommittedAt)
{
    /// <summary>Planning, processing and writing. The two times may be of two clocks.</summary>
    public TimeSpan Duration => CommittedAt > StartedAt ? CommittedAt - StartedAt : TimeSpan.Zero;

    /// <summary>Records of this batch, given the one before; markers of transactions count too.</summary>
    public long RecordsSince(MicroBatch before) => Next.Sum(offset => offset.Value - before.Next.GetValueOrDefault(offset.Key));

    /// <summary>Reads a file of the checkpoint's folder <c>offsets</c>: a line with the format's version, one about the batch, one for each source.</summary>
    /// <exception cref="FormatException">It is not one of version 1, or not about the topic.</exception>
    public static MicroBatch Parse(long number, string text, string topic, DateTimeOffset committedAt)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines is not ["v1", var batch, var source])
            throw new FormatException($"The checkpoint's file offsets/{number} is not of the version that is known, v1.");

        using var about = JsonDocument.Parse(batch);
        using var offsets = JsonDocument.Parse(source);
        if (!offsets.RootElement.TryGetProperty(topic, out var partitions)) throw new FormatException($"The checkpoint is not about {topic}.");
        return new MicroBatch(
            number,
            partitions.EnumerateObject().ToDictionary(offset => int.Parse(offset.Name, CultureInfo.InvariantCulture), offset => offset.Value.GetInt64()),
            DateTimeOffset.FromUnixTimeMilliseconds(about.RootElement.GetProperty("batchTimestampMs").GetInt64()),
            committedAt);
    }
}
