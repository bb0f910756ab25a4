using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Streaming.Pipeline.Events;

/// <summary>Why bytes are not the JSON that was expected: what is wrong and where, never what they hold.</summary>
/// <param name="Reason">As <c>is not valid JSON</c>; null when nothing is wrong.</param>
/// <param name="Offset">In bytes, from 0.</param>
public readonly record struct JsonFault(string? Reason, int Offset)
{
    internal const int MaxDepth = 64;
    internal const string NotUtf8 = "is not valid UTF-8";
    internal const string HalfSurrogate = "has half a surrogate pair";
    internal const string NotObject = "is not a JSON object";

    internal static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    public string Message => $"{Reason} at byte {Offset}";

    public override string ToString() => Message;

    /// <summary>The first byte that is not UTF-8, if there is one.</summary>
    internal static bool IsUtf8(ReadOnlySpan<byte> json, out JsonFault fault)
    {
        fault = default;
        if (Utf8.IsValid(json)) return true;

        var offset = 0;
        while (Rune.DecodeFromUtf8(json[offset..], out _, out var consumed) == OperationStatus.Done) offset += consumed;
        fault = new JsonFault(NotUtf8, offset);
        return false;
    }

    /// <summary>The reader's own messages quote the payload, so they are not used.</summary>
    internal static JsonFault Of(ReadOnlySpan<byte> json, JsonException exception)
    {
        var offset = 0;
        for (var line = exception.LineNumber ?? 0; line > 0; line--) offset += json[offset..].IndexOf((byte)'\n') + 1;
        offset = (int)Math.Min(offset + (exception.BytePositionInLine ?? 0), json.Length);

        if (offset == json.Length) return new JsonFault(json.Trim(" \t\r\n"u8).IsEmpty ? "is empty" : "ends before its JSON does", offset);
        return new JsonFault(json[offset] is (byte)'{' or (byte)'[' && IsTooDeep(json[..offset]) ? $"is deeper than {MaxDepth} levels" : "is not valid JSON",
            offset);
    }

    private static bool IsTooDeep(ReadOnlySpan<byte> before)
    {
        var reader = new Utf8JsonReader(before, isFinalBlock: false, new JsonReaderState(Options));
        var depth = 0;
        while (reader.Read()) depth = reader.CurrentDepth + (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray ? 1 : 0);
        return depth >= MaxDepth;
    }
}
