using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Streaming.Pipeline.Events;

/// <summary>How the values that are few, dead letters and counts, are written: snake_case, as their schemas have it.</summary>
internal static class EventJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };
}

/// <summary>Microseconds since 1970 as <see cref="Timestamps"/> writes them.</summary>
internal sealed class TimestampConverter : JsonConverter<long>
{
    public override long Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Timestamps.TryParse(Encoding.UTF8.GetBytes(reader.GetString()!), out var micros)
            ? micros
            : throw new JsonException("Not a time as yyyy-MM-ddTHH:mm:ss.ffffffZ.");

    public override void Write(Utf8JsonWriter writer, long micros, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[Timestamps.Length];
        Timestamps.Write(micros, text);
        writer.WriteStringValue(text);
    }
}
