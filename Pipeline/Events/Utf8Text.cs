using System.Buffers;
using System.Text;

namespace Streaming.Pipeline.Events;

/// <summary>What the rules and the normaliser ask of UTF-8 text.</summary>
internal static class Utf8Text
{
    private static readonly SearchValues<byte> AsciiControls = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(i => (byte)i), (byte)0x7F]);

    /// <summary>Without white space (as Unicode has it) at both ends.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || (IsInnerAscii(text[0]) && IsInnerAscii(text[^1]))) return text;

        while (Rune.DecodeFromUtf8(text, out var first, out var length) == OperationStatus.Done && Rune.IsWhiteSpace(first)) text = text[length..];
        while (Rune.DecodeLastFromUtf8(text, out var last, out var length) == OperationStatus.Done && Rune.IsWhiteSpace(last)) text = text[..^length];
        return text;
    }

    /// <summary>U+0000 to U+001F and U+007F to U+009F.</summary>
    public static bool HasControl(ReadOnlySpan<byte> text)
    {
        if (text.ContainsAny(AsciiControls)) return true;

        for (var at = text.IndexOf((byte)0xC2); at >= 0 && at + 1 < text.Length;)
        {
            if (text[at + 1] < 0xA0) return true;
            var next = text[(at + 2)..].IndexOf((byte)0xC2);
            at = next < 0 ? -1 : at + 2 + next;
        }

        return false;
    }

    public static bool HasWhiteSpace(ReadOnlySpan<byte> text)
    {
        if (Ascii.IsValid(text)) return text.ContainsAny(" \t\r\n\v\f"u8);

        foreach (var rune in new RuneEnumerable(text))
            if (Rune.IsWhiteSpace(rune)) return true;
        return false;
    }

    /// <summary>Whether the text has at most so many Unicode characters; a byte is at most one.</summary>
    public static bool IsWithin(ReadOnlySpan<byte> text, int characters)
    {
        if (text.Length <= characters) return true;

        var count = 0;
        foreach (var value in text)
            if ((value & 0xC0) != 0x80) count++;
        return count <= characters;
    }

    /// <summary>Writes the text in normalisation form C when it is not in it yet; returns −1 when it is.</summary>
    public static int ToNfc(ReadOnlySpan<byte> text, UserRow row)
    {
        // Nothing below U+0300 (lead bytes below 0xCC) combines with what is before it.
        if (!text.ContainsAnyInRange((byte)0xCC, (byte)0xFF)) return -1;

        var chars = ArrayPool<char>.Shared.Rent(text.Length * 4);
        try
        {
            var length = Encoding.UTF8.GetChars(text, chars);
            var source = chars.AsSpan(0, length);
            if (source.IsNormalized()) return -1;

            var target = chars.AsSpan(length);
            if (!source.TryNormalize(target, out var normalised)) throw new InvalidOperationException("A text grew more than threefold by normalising.");
            var output = row.Reserve(Encoding.UTF8.GetMaxByteCount(normalised));
            return Encoding.UTF8.GetBytes(target[..normalised], output);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(chars);
        }
    }

    private static bool IsInnerAscii(byte value) => value is > 0x20 and < 0x7F;

    /// <summary>The characters of valid UTF-8.</summary>
    internal ref struct RuneEnumerable(ReadOnlySpan<byte> text)
    {
        private ReadOnlySpan<byte> _rest = text;

        public Rune Current { get; private set; }

        public readonly RuneEnumerable GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_rest.IsEmpty) return false;
            Rune.DecodeFromUtf8(_rest, out var rune, out var length);
            Current = rune;
            _rest = _rest[length..];
            return true;
        }
    }
}
