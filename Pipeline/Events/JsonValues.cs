using System.Text.Json;

namespace Streaming.Pipeline.Events;

/// <summary>What both readers, of raw records and of flat ones, do with a value.</summary>
internal static class JsonValues
{
    /// <summary>Sets the field to the string, unescaped, or to the number's text.</summary>
    public static void Set(ref Utf8JsonReader reader, UserField field, UserRow row, List<RuleViolation> violations)
    {
        if (!reader.ValueIsEscaped)
        {
            row.Set(field, reader.ValueSpan);
            return;
        }

        var length = JsonText.Unescape(reader.ValueSpan, row.Reserve(reader.ValueSpan.Length));
        if (length >= 0) row.Commit(field, length);
        else violations.Add(new RuleViolation(RuleViolation.Json, field.Name(), JsonFault.HalfSurrogate));
    }

    public static string Describe(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        _ => "null",
    };

    /// <summary>Whether a text is a number as JSON writes one: -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)?</summary>
    public static bool IsNumber(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("-"u8)) text = text[1..];
        var digits = Digits(text);
        if (digits == 0 || (digits > 1 && text[0] == '0')) return false;
        text = text[digits..];

        if (text.StartsWith("."u8))
        {
            digits = Digits(text[1..]);
            if (digits == 0) return false;
            text = text[(1 + digits)..];
        }

        if (text.IsEmpty) return true;
        if ((text[0] | 0x20) != 'e') return false;
        text = text[1..];
        if (text.StartsWith("+"u8) || text.StartsWith("-"u8)) text = text[1..];
        return !text.IsEmpty && Digits(text) == text.Length;
    }

    private static int Digits(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end < 0 ? text.Length : end;
    }
}
