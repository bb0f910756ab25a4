using System.Text;

namespace Streaming.ServiceDefaults.Metrics;

/// <summary>
/// What an instrument and an attribute are called in Prometheus, as OpenTelemetry has it:
/// https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/.
/// </summary>
internal static class PrometheusNames
{
    /// <summary>The name with the unit and, for what only grows, <c>_total</c> at its end, each of them once.</summary>
    public static string Metric(string name, string unit, bool isCounter, bool isGauge)
    {
        var text = new StringBuilder(Legal(name, alsoLegal: ':'));
        var suffix = isGauge && unit == "1" ? "ratio" : UnitName(unit);
        if (isCounter && text.ToString().EndsWith("_total", StringComparison.Ordinal)) text.Length -= "_total".Length;
        if (suffix.Length > 0 && !text.ToString().EndsWith(suffix, StringComparison.Ordinal)) text.Append('_').Append(suffix);
        if (isCounter) text.Append("_total");
        return text.ToString();
    }

    public static string Label(string key) => Legal(key, alsoLegal: '_');

    private static string Legal(string name, char alsoLegal)
    {
        var legal = new StringBuilder(name.Length + 1);
        if (name.Length == 0 || char.IsAsciiDigit(name[0])) legal.Append('_');
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c) || c == alsoLegal) legal.Append(c);
            else if (legal.Length == 0 || legal[^1] != '_') legal.Append('_');
        }

        return legal.ToString();
    }

    // What stands in braces says what is counted and is no unit; "a/b" is a per b.
    private static string UnitName(string unit)
    {
        if (unit.StartsWith('{')) unit = unit[(unit.IndexOf('}') + 1)..];
        var slash = unit.IndexOf('/');
        if (slash < 0) return Legal(Word(unit), '_').Trim('_');

        var per = unit[(slash + 1)..];
        var words = per.StartsWith('{') ? Word(unit[..slash]) : $"{Word(unit[..slash])}_per_{Singular(per)}";
        return Legal(words, '_').Trim('_');
    }

    private static string Word(string unit) => unit switch
    {
        "1" => "",
        "d" => "days",
        "h" => "hours",
        "min" => "minutes",
        "s" => "seconds",
        "ms" => "milliseconds",
        "us" => "microseconds",
        "ns" => "nanoseconds",
        "By" => "bytes",
        "KiBy" => "kibibytes",
        "MiBy" => "mebibytes",
        "%" => "percent",
        _ => unit,
    };

    private static string Singular(string unit) => Word(unit).TrimEnd('s');
}
