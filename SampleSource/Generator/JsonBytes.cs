namespace Streaming.SampleSource.Generator;

/// <summary>Writes JSON into a span that is large enough. Texts are copied as they are: the generator's words need no escaping.</summary>
internal ref struct JsonBytes(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;

    public int Length { get; private set; }

    public void Raw(byte value) => _buffer[Length++] = value;

    public void Raw(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer[Length..]);
        Length += bytes.Length;
    }

    /// <summary>A property's name, after a comma unless it is the object's first.</summary>
    public void Key(scoped ReadOnlySpan<byte> name)
    {
        if (_buffer[Length - 1] != '{')
            Raw((byte)',');
        Text(name);
        Raw((byte)':');
    }

    public void Text(scoped ReadOnlySpan<byte> text)
    {
        Raw((byte)'"');
        Raw(text);
        Raw((byte)'"');
    }

    public void Text(scoped ReadOnlySpan<byte> key, scoped ReadOnlySpan<byte> text)
    {
        Key(key);
        Text(text);
    }

    public void Open(scoped ReadOnlySpan<byte> key)
    {
        Key(key);
        Raw((byte)'{');
    }

    public void Close() => Raw((byte)'}');

    public void Number(int value)
    {
        value.TryFormat(_buffer[Length..], out var written);
        Length += written;
    }

    /// <summary>Decimal digits with leading zeros.</summary>
    public void Digits(long value, int count)
    {
        for (var i = count - 1; i >= 0; i--, value /= 10)
            _buffer[Length + i] = (byte)('0' + value % 10);
        Length += count;
    }

    /// <summary>The low digits of the value, lower case.</summary>
    public void Hex(ulong value, int digits)
    {
        for (var i = digits - 1; i >= 0; i--, value >>= 4)
            _buffer[Length + i] = "0123456789abcdef"u8[(int)(value & 15)];
        Length += digits;
    }

    /// <summary>ISO 8601 with milliseconds, in UTC.</summary>
    public void Instant(DateTime value)
    {
        value.Deconstruct(out DateOnly date, out var time);
        date.Deconstruct(out var year, out var month, out var day);
        Digits(year, 4);
        Raw((byte)'-');
        Digits(month, 2);
        Raw((byte)'-');
        Digits(day, 2);
        Raw((byte)'T');
        Digits(time.Hour, 2);
        Raw((byte)':');
        Digits(time.Minute, 2);
        Raw((byte)':');
        Digits(time.Second, 2);
        Raw((byte)'.');
        Digits(time.Millisecond, 3);
        Raw((byte)'Z');
    }

    /// <summary>Fills in a <see cref="Nationality"/>'s pattern.</summary>
    public void Pattern(string pattern, ref Rng rng)
    {
        foreach (var c in pattern)
        {
            Raw(c switch
            {
                '#' => (byte)('0' + rng.Below(10)),
                '$' => (byte)('1' + rng.Below(9)),
                '@' => (byte)('A' + rng.Below(26)),
                _ => (byte)c,
            });
        }
    }
}
