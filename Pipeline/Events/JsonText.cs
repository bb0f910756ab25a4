using System.Buffers;
using System.Text;

namespace Streaming.Pipeline.Events;

/// <summary>JSON strings, byte by byte: only quotes, backslashes and control characters are escaped, all else stays UTF-8.</summary>
internal static class JsonText
{
    /// <summary>The most bytes that one byte of a value can become.</summary>
    public const int MaxExpansion = 6;

    private static readonly SearchValues<byte> Escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(i => (byte)i), (byte)'"', (byte)'\\']);

    public static int IndexOfEscaped(ReadOnlySpan<byte> value) => value.IndexOfAny(Escaped);

    /// <summary>Writes the value without quotes; returns the bytes written, at most <see cref="MaxExpansion"/> for each of the value's.</summary>
    public static int Escape(ReadOnlySpan<byte> value, Span<byte> output)
    {
        var written = 0;
        while (true)
        {
            var next = value.IndexOfAny(Escaped);
            var run = next < 0 ? value : value[..next];
            run.CopyTo(output[written..]);
            written += run.Length;
            if (next < 0) return written;
            written += EscapeOne(value[next], output[written..]);
            value = value[(next + 1)..];
        }
    }

    /// <summary>
    /// Writes what is between a JSON string's quotes again with only the escapes that <see cref="Escape"/> would write, so that equal texts are equal
    /// bytes; it never gets longer. The input's escapes are well-formed, as a reader has checked.
    /// </summary>
    /// <returns>The bytes written, or −1 − the position of half a surrogate pair.</returns>
    public static int Canonicalise(ReadOnlySpan<byte> value, Span<byte> output) => Transcode(value, output, escape: true);

    /// <summary>As <see cref="Canonicalise"/>, with no escapes at all.</summary>
    public static int Unescape(ReadOnlySpan<byte> value, Span<byte> output) => Transcode(value, output, escape: false);

    private static int Transcode(ReadOnlySpan<byte> value, Span<byte> output, bool escape)
    {
        int read = 0, written = 0;
        while (true)
        {
            var next = value[read..].IndexOf((byte)'\\');
            var run = next < 0 ? value[read..] : value.Slice(read, next);
            run.CopyTo(output[written..]);
            written += run.Length;
            if (next < 0) return written;
            read += next;

            if (!TryUnescape(value[read..], out var rune, out var length)) return -1 - read;
            written += escape && rune.IsAscii && Escaped.Contains((byte)rune.Value)
                ? EscapeOne((byte)rune.Value, output[written..])
                : rune.EncodeToUtf8(output[written..]);
            read += length;
        }
    }

    private static int EscapeOne(byte value, Span<byte> output)
    {
        var shorthand = value switch
        {
            (byte)'"' => (byte)'"',
            (byte)'\\' => (byte)'\\',
            (byte)'\b' => (byte)'b',
            (byte)'\f' => (byte)'f',
            (byte)'\n' => (byte)'n',
            (byte)'\r' => (byte)'r',
            (byte)'\t' => (byte)'t',
            _ => (byte)0,
        };
        output[0] = (byte)'\\';
        if (shorthand != 0)
        {
            output[1] = shorthand;
            return 2;
        }

        "u00"u8.CopyTo(output[1..]);
        output[4] = (byte)('0' + (value >> 4));
        output[5] = "0123456789abcdef"u8[value & 15];
        return 6;
    }

    private static bool TryUnescape(ReadOnlySpan<byte> escape, out Rune rune, out int length)
    {
        length = 2;
        switch (escape[1])
        {
            case (byte)'b': rune = new Rune('\b'); return true;
            case (byte)'f': rune = new Rune('\f'); return true;
            case (byte)'n': rune = new Rune('\n'); return true;
            case (byte)'r': rune = new Rune('\r'); return true;
            case (byte)'t': rune = new Rune('\t'); return true;
            case (byte)'u': break;
            default: rune = new Rune(escape[1]); return true;
        }

        length = 6;
        var first = (char)Hex(escape[2..6]);
        if (Rune.TryCreate(first, out rune)) return true;

        length = 12;
        return escape.Length >= 12 && escape[6] == '\\' && escape[7] == 'u' && Rune.TryCreate(first, (char)Hex(escape[8..12]), out rune);
    }

    private static int Hex(ReadOnlySpan<byte> digits)
    {
        var value = 0;
        foreach (var digit in digits) value = value * 16 + (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        return value;
    }
}
