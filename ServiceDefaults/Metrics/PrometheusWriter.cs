using System.Buffers;
using System.Globalization;
using System.Text;

namespace Streaming.ServiceDefaults.Metrics;

/// <summary>Writes families and samples in Prometheus' text format 0.0.4: https://prometheus.io/docs/instrumenting/exposition_formats/.</summary>
internal sealed class PrometheusWriter
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private const int LongestNumber = 32;
    private static readonly SearchValues<char> Special = SearchValues.Create("\\\"\n");

    private readonly ArrayBufferWriter<byte> _text = new(32 * 1024);
    private bool _hasLabels;

    public ReadOnlySpan<byte> Text => _text.WrittenSpan;

    public void Clear() => _text.ResetWrittenCount();

    public void Family(string name, string type, string help)
    {
        if (help.Length > 0)
        {
            Plain("# HELP "u8);
            Plain(name);
            Plain(" "u8);
            Escaped(help, quote: false);
            Plain("\n"u8);
        }

        Plain("# TYPE "u8);
        Plain(name);
        Plain(" "u8);
        Plain(type);
        Plain("\n"u8);
    }

    /// <summary>Begins a sample; its labels and its value follow.</summary>
    public void Sample(string name, ReadOnlySpan<byte> suffix = default)
    {
        Plain(name);
        Plain(suffix);
        _hasLabels = false;
    }

    public void Label(string name, string value)
    {
        StartLabel(name);
        Escaped(value, quote: true);
        Plain("\""u8);
    }

    public void Label(string name, double value)
    {
        StartLabel(name);
        Number(value);
        Plain("\""u8);
    }

    public void Value(long value)
    {
        EndLabels();
        value.TryFormat(_text.GetSpan(LongestNumber), out var written, provider: CultureInfo.InvariantCulture);
        _text.Advance(written);
        Plain("\n"u8);
    }

    public void Value(double value)
    {
        EndLabels();
        Number(value);
        Plain("\n"u8);
    }

    private void StartLabel(string name)
    {
        Plain(_hasLabels ? ","u8 : "{"u8);
        _hasLabels = true;
        Plain(name);
        Plain("=\""u8);
    }

    private void EndLabels() => Plain(_hasLabels ? "} "u8 : " "u8);

    private void Number(double value)
    {
        if (!double.IsFinite(value))
        {
            Plain(double.IsNaN(value) ? "NaN"u8 : value > 0 ? "+Inf"u8 : "-Inf"u8);
            return;
        }

        value.TryFormat(_text.GetSpan(LongestNumber), out var written, provider: CultureInfo.InvariantCulture);
        _text.Advance(written);
    }

    private void Escaped(ReadOnlySpan<char> text, bool quote)
    {
        for (var at = text.IndexOfAny(Special); at >= 0; at = text.IndexOfAny(Special))
        {
            Plain(text[..at]);
            Plain(text[at] switch
            {
                '\n' => "\\n"u8,
                '"' => quote ? "\\\""u8 : "\""u8,
                _ => @"\\"u8,
            });
            text = text[(at + 1)..];
        }

        Plain(text);
    }

    private void Plain(ReadOnlySpan<char> text) => Encoding.UTF8.GetBytes(text, _text);

    private void Plain(ReadOnlySpan<byte> text) => _text.Write(text);
}
