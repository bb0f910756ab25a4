using System.Globalization;
using System.Text;

namespace Streaming.Console.Metrics;

/// <summary>Reads the samples of a page in Prometheus' text format, one by one. Labels are looked at only when they are asked for.</summary>
internal ref struct PrometheusReader(ReadOnlySpan<char> page)
{
    private ReadOnlySpan<char> _rest = page;
    private ReadOnlySpan<char> _labels;

    public ReadOnlySpan<char> Name { get; private set; }

    public double Value { get; private set; }

    /// <exception cref="FormatException">A line is no sample.</exception>
    public bool Read()
    {
        while (!_rest.IsEmpty)
        {
            var end = _rest.IndexOf('\n');
            var line = (end < 0 ? _rest : _rest[..end]).Trim();
            _rest = end < 0 ? default : _rest[(end + 1)..];
            if (line.IsEmpty || line[0] == '#') continue;
            Parse(line);
            return true;
        }

        return false;
    }

    /// <summary>The value of a label of this sample, or null if it has none of this name.</summary>
    public readonly string? Label(ReadOnlySpan<char> name)
    {
        var rest = _labels;
        while (rest.IndexOf("=\"") is var equals and >= 0)
        {
            var key = rest[..equals].Trim(", ");
            rest = rest[(equals + 2)..];
            var length = LengthOfValue(rest);
            if (key.SequenceEqual(name)) return Unescaped(rest[..length]);
            rest = rest[(length + 1)..];
        }

        return null;
    }

    private void Parse(ReadOnlySpan<char> line)
    {
        var nameEnd = line.IndexOfAny('{', ' ');
        if (nameEnd <= 0) throw Malformed(line);
        Name = line[..nameEnd];
        _labels = default;
        var value = line[nameEnd..];
        if (value[0] == '{')
        {
            var close = EndOfLabels(value);
            if (close < 0) throw Malformed(line);
            _labels = value[1..close];
            value = value[(close + 1)..];
        }

        value = value.Trim();
        var timestamp = value.IndexOf(' ');
        Value = Number(timestamp < 0 ? value : value[..timestamp]) ?? throw Malformed(line);
    }

    private static double? Number(ReadOnlySpan<char> text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
    };

    private static int EndOfLabels(ReadOnlySpan<char> text)
    {
        var at = 1;
        while (at < text.Length && text[at] != '}')
        {
            at = text[at] == '"' ? at + 1 + LengthOfValue(text[(at + 1)..]) + 1 : at + 1;
        }

        return at < text.Length ? at : -1;
    }

    // Up to the quote that no backslash is before.
    private static int LengthOfValue(ReadOnlySpan<char> text)
    {
        var at = 0;
        while (at < text.Length && text[at] != '"') at += text[at] == '\\' ? 2 : 1;
        return Math.Min(at, text.Length);
    }

    private static string Unescaped(ReadOnlySpan<char> text)
    {
        if (!text.Contains('\\')) return text.ToString();

        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length) plain.Append(text[i]);
            else plain.Append(text[++i] == 'n' ? '\n' : text[i]);
        }

        return plain.ToString();
    }

    private static FormatException Malformed(ReadOnlySpan<char> line) => new($"'{line}' is no sample of Prometheus' text format.");
}
