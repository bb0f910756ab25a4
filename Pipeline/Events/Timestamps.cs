namespace Streaming.Pipeline.Events;

/// <summary>Points in time as microseconds since 1970-01-01T00:00:00Z and as UTF-8 text.</summary>
public static class Timestamps
{
    /// <summary>Bytes of <c>yyyy-MM-ddTHH:mm:ss.ffffffZ</c>.</summary>
    public const int Length = 27;

    /// <summary>Bytes of <c>yyyy-MM-ddTHH:mm:ss.fffZ</c>.</summary>
    public const int MillisLength = 24;

    private const long TicksPerMicro = TimeSpan.TicksPerMicrosecond;
    private const int MaxFractionDigits = 9;

    public static long ToMicros(DateTimeOffset time) => (time.UtcTicks - DateTime.UnixEpoch.Ticks) / TicksPerMicro;

    /// <exception cref="ArgumentOutOfRangeException">Not between the years 1 and 9999.</exception>
    public static DateTime ToDateTime(long micros) => new(DateTime.UnixEpoch.Ticks + checked(micros * TicksPerMicro), DateTimeKind.Utc);

    public static DateTimeOffset ToDateTimeOffset(long micros) => new(ToDateTime(micros));

    /// <summary>Writes <c>yyyy-MM-ddTHH:mm:ss.ffffffZ</c>, <see cref="Length"/> bytes.</summary>
    public static void Write(long micros, Span<byte> destination) => Write(micros, destination[..Length], Length);

    /// <summary>Writes <c>yyyy-MM-ddTHH:mm:ss.fffZ</c>, <see cref="MillisLength"/> bytes; what is below a millisecond is cut.</summary>
    public static void WriteMillis(long micros, Span<byte> destination) => Write(micros, destination[..MillisLength], MillisLength);

    /// <summary>
    /// Reads what sources write: <c>yyyy-MM-ddTHH:mm:ssZ</c> with or without a fraction (cut after microseconds), <c>yyyy-MM-dd HH:mm:ss</c> and
    /// <c>yyyy-MM-dd</c>; all of them UTC.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        if (text.Length < 10 || text[4] != '-' || text[7] != '-') return false;
        if (!TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month) || !TryDigits(text[8..10], out var day)) return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        if (!TryParseTime(text[10..], out var timeMicros)) return false;

        micros = (new DateTime(year, month, day).Ticks - DateTime.UnixEpoch.Ticks) / TicksPerMicro + timeMicros;
        return true;
    }

    private static void Write(long micros, Span<byte> destination, int length)
    {
        Span<byte> text = stackalloc byte[Length + 1];
        ToDateTime(micros).TryFormat(text, out _, "O");
        text[..(length - 1)].CopyTo(destination);
        destination[length - 1] = (byte)'Z';
    }

    private static bool TryParseTime(ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        if (text.IsEmpty) return true;
        if (text.Length < 9 || text[3] != ':' || text[6] != ':') return false;
        if (!TryDigits(text[1..3], out var hour) || !TryDigits(text[4..6], out var minute) || !TryDigits(text[7..9], out var second)) return false;
        if (hour > 23 || minute > 59 || second > 59) return false;

        micros = ((hour * 60L + minute) * 60 + second) * 1_000_000;
        if (text[0] == ' ') return text.Length == 9;
        if (text[0] != 'T' || text[^1] != 'Z') return false;
        if (text.Length == 10) return true;
        if (text[9] != '.' || !TryFraction(text[10..^1], out var fraction)) return false;
        micros += fraction;
        return true;
    }

    private static bool TryFraction(ReadOnlySpan<byte> digits, out int micros)
    {
        micros = 0;
        if (digits.Length is 0 or > MaxFractionDigits || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return false;
        for (var i = 0; i < 6; i++) micros = micros * 10 + (i < digits.Length ? digits[i] - '0' : 0);
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var c in text)
        {
            if (c is < (byte)'0' or > (byte)'9') return false;
            value = value * 10 + (c - '0');
        }

        return true;
    }
}
