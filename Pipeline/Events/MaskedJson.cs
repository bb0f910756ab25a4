using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Streaming.Pipeline.Events;

/// <summary>
/// An event as it may be shown: indented, with <see cref="Mask"/> for each value that tells something about a person. A member that no field is read
/// from may be anything, so it is masked, too.
/// </summary>
public static class MaskedJson
{
    public const string Mask = "•••";

    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly Dictionary<string, bool> PersonalByPath = Paths();

    /// <summary>Renders a raw record, or one of either flat form.</summary>
    /// <param name="revealed">Nothing is masked.</param>
    /// <returns>The mask alone where it is no JSON and not revealed; as it is where it is no JSON and revealed.</returns>
    public static string Render(ReadOnlyMemory<byte> json, bool revealed)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var output = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(output, Indented)) Write(writer, document.RootElement, "", revealed);
            return Encoding.UTF8.GetString(output.WrittenSpan);
        }
        catch (JsonException)
        {
            return revealed ? Encoding.UTF8.GetString(json.Span) : Mask;
        }
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value, string path, bool revealed)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}", revealed);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var element in value.EnumerateArray()) Write(writer, element, path, revealed);
                writer.WriteEndArray();
                break;
            case JsonValueKind.Null:
                writer.WriteNullValue();
                break;
            case var _ when revealed || !PersonalByPath.GetValueOrDefault(path, defaultValue: true):
                value.WriteTo(writer);
                break;
            default:
                writer.WriteStringValue(Mask);
                break;
        }
    }

    private static Dictionary<string, bool> Paths()
    {
        var paths = UserFields.All.ToDictionary(info => info.Name, info => info.Personal);
        Add(RawShape.Record);
        return paths;

        void Add(RawShape shape)
        {
            if (shape.Field is { } field) paths.TryAdd(shape.Path, field >= RawShape.StreetNumber || field.Info().Personal);
            Array.ForEach(shape.Members, Add);
        }
    }
}
