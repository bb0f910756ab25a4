using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Streaming.Pipeline.Events;

namespace Streaming.Console.DeadLetters;

/// <summary>Letters as raw records, in which form they go back in: as their raw row has them, or made from the flat form of the log.</summary>
internal static class RawForm
{
    private static readonly JsonSerializerOptions AsItIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The raw record of a letter, with its id; null where there is no JSON to be had, so that it has to be written by hand.</summary>
    public static JsonObject? Of(LetterContent content)
    {
        if (content.Raw is { } raw) return WithId(Parse(Encoding.UTF8.GetBytes(raw.Payload)), raw.Id);
        if (content.Letter.Topic is null) return Parse(content.Original);
        if (content.Letter.Topic == Topics.UsersStats.Name) return null;
        return WireFormat.TryStrip(content.Original, out _, out var json) && Parse(json) is { } flat ? OfFlat(flat) : null;
    }

    /// <summary>
    /// The record as it was, with one member more that no field is read from: the letter's number and which of its replays this is. Without it the raw store
    /// would take it for the row that it has already; with it a replay that is sent again, because nobody knows whether it came through, still is stored once.
    /// </summary>
    public static byte[] Unchanged(JsonObject record, LetterContent content)
    {
        record["dead_letter_replay"] = new JsonObject { ["letter"] = content.Letter.Number, ["time"] = content.Replays + 1 };
        return Bytes(record);
    }

    public static byte[] Bytes(JsonObject record) => Encoding.UTF8.GetBytes(record.ToJsonString(AsItIs));

    /// <summary>Null unless it is an object that the raw store would take and that reads in one way only.</summary>
    private static JsonObject? Parse(ReadOnlySpan<byte> json)
    {
        if (!RawRecord.TryCanonicalise(json, new ArrayBufferWriter<byte>(), out _, out _)) return null;
        try
        {
            return JsonNode.Parse(json, documentOptions: Strict) as JsonObject;
        }
        catch (JsonException)
        {
            // A member is there twice: which of them is to be mended can't be told.
            return null;
        }
    }

    /// <summary>An id that was made from the content would be another one with other content, and the user another user.</summary>
    private static JsonObject? WithId(JsonObject? record, Guid id)
    {
        if (record is null || record["login"] is not (null or JsonObject)) return record;
        if (record["login"]?["uuid"] is null) MendField.All[0].Write(record, id.ToString());
        return record;
    }

    private static JsonObject OfFlat(JsonObject flat)
    {
        var record = new JsonObject();
        foreach (var field in MendField.All)
        {
            var value = flat[field.Field.Name()];
            if (value is null) continue;
            if (field.Field == UserField.Address) value = Street(value, flat);
            field.Write(record, MendField.Text(value));
        }

        return record;
    }

    /// <summary>What is left of the address without the parts that are joined to it anew.</summary>
    private static JsonValue Street(JsonNode address, JsonObject flat)
    {
        var street = MendField.Text(address);
        foreach (var part in (UserField[])[UserField.Country, UserField.State, UserField.City])
        {
            var end = $", {MendField.Text(flat[part.Name()])}";
            if (street.EndsWith(end, StringComparison.Ordinal)) street = street[..^end.Length];
        }

        return JsonValue.Create(street);
    }
}
