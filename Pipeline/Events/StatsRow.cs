using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Streaming.Pipeline.Events;

/// <summary>
/// A count, the value of <see cref="Topics.UsersStats"/>: users of one nationality and gender in one minute of <c>ingested_at</c>, of one partition of
/// <see cref="Topics.UsersCreated"/>; the total is the sum over the partitions.
/// </summary>
/// <param name="WindowStart">The minute's first microsecond, since 1970; ISO text in JSON.</param>
/// <param name="Late">How many of <paramref name="Count"/> came after the allowed lateness.</param>
/// <param name="Final">Whether the window is closed: only late users can still change it.</param>
public sealed record StatsRow(
    [property: JsonConverter(typeof(TimestampConverter))] long WindowStart,
    string Nationality,
    string Gender,
    int Partition,
    long Count,
    long Late,
    bool Final)
{
    /// <summary>The record's key: window start, nationality, gender and partition, as <c>2026-06-01T12:00:00.000000Z|NL|female|3</c>.</summary>
    [JsonIgnore]
    public byte[] Key
    {
        get
        {
            Span<byte> time = stackalloc byte[Timestamps.Length];
            Timestamps.Write(WindowStart, time);
            return [.. time, .. Encoding.UTF8.GetBytes($"|{Nationality}|{Gender}|{Partition}")];
        }
    }

    public void Write(IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output);
        JsonSerializer.Serialize(writer, this, EventJson.Options);
    }

    /// <exception cref="JsonException">Not what <see cref="Write"/> writes.</exception>
    public static StatsRow Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<StatsRow>(json, EventJson.Options) ?? throw new JsonException("A count is null.");
}
