using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Streaming.Pipeline.Events;

/// <summary>
/// A dead letter, the value of <see cref="Topics.UsersRejected"/>: the bytes that were refused, where they came from, and every rule broken.
/// </summary>
/// <param name="RawSeq">The raw row; null when it is not known.</param>
/// <param name="Topic">The topic, with <paramref name="Partition"/> and <paramref name="Offset"/>; null when the relay refused the raw row itself.</param>
/// <param name="Attempts">How often it was tried, from 1.</param>
/// <param name="RejectedAt">In microseconds since 1970; ISO text in JSON.</param>
/// <param name="Original">The raw row's payload, or the record's value; base64 in JSON.</param>
public sealed record RejectedUser(
    long? RawSeq,
    string? Topic,
    int? Partition,
    long? Offset,
    IReadOnlyList<RuleViolation> Rules,
    int Attempts,
    [property: JsonConverter(typeof(TimestampConverter))] long RejectedAt,
    ReadOnlyMemory<byte> Original)
{
    public void Write(IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output);
        JsonSerializer.Serialize(writer, this, EventJson.Options);
    }

    /// <exception cref="JsonException">Not what <see cref="Write"/> writes.</exception>
    public static RejectedUser Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<RejectedUser>(json, EventJson.Options) ?? throw new JsonException("A dead letter is null.");
}
