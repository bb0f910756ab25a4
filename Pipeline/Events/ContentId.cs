using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Streaming.Pipeline.Events;

/// <summary>
/// The id of a record that brings none: UUID version 5 (RFC 9562) of its canonical content with the members of every object sorted by the UTF-8 bytes of
/// their names, in the namespace 9f1f7a3c-52d4-5b0e-8c57-3f4b1d6a2e90, which is this pipeline's own. The slow path; it allocates.
/// </summary>
internal static class ContentId
{
    private static readonly Guid Namespace = new("9f1f7a3c-52d4-5b0e-8c57-3f4b1d6a2e90");
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static Guid Of(ReadOnlySpan<byte> canonical)
    {
        var reader = new Utf8JsonReader(canonical, JsonFault.Options);
        using var document = JsonDocument.ParseValue(ref reader);

        var content = new ArrayBufferWriter<byte>(canonical.Length + 16);
        content.Write(Namespace.ToByteArray(bigEndian: true));
        using (var writer = new Utf8JsonWriter(content, Relaxed)) WriteSorted(writer, document.RootElement);

        var hash = SHA1.HashData(content.WrittenSpan);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }

    private static void WriteSorted(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var (name, value) in element.EnumerateObject().Select(member => (Encoding.UTF8.GetBytes(member.Name), member.Value))
                    .OrderBy(member => member.Item1, ByBytes))
                {
                    writer.WritePropertyName(name);
                    WriteSorted(writer, value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray()) WriteSorted(writer, item);
                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private static readonly Comparer<byte[]> ByBytes = Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right));
}
