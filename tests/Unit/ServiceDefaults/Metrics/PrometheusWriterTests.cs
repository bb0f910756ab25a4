using System.Text;
using Streaming.ServiceDefaults.Metrics;

namespace Streaming.Tests.Unit.ServiceDefaults.Metrics;

public sealed class PrometheusWriterTests
{
    private readonly PrometheusWriter _writer = new();

    private string Text => Encoding.UTF8.GetString(_writer.Text);

    [Fact]
    public void A_family_has_its_help_and_its_type_on_lines_of_their_own()
    {
        _writer.Family("events_total", "counter", "Events of \"a\" kind,\nfrom C:\\");

        Assert.Equal("# HELP events_total Events of \"a\" kind,\\nfrom C:\\\\\n# TYPE events_total counter\n", Text);
    }

    [Fact]
    public void A_family_that_nobody_described_has_no_help()
    {
        _writer.Family("events_total", "counter", "");

        Assert.Equal("# TYPE events_total counter\n", Text);
    }

    [Fact]
    public void A_label_is_escaped()
    {
        _writer.Sample("a");
        _writer.Label("one", "say \"hi\"\nC:\\x\\");
        _writer.Label("two", "Köln");
        _writer.Value(-7L);

        Assert.Equal("a{one=\"say \\\"hi\\\"\\nC:\\\\x\\\\\",two=\"Köln\"} -7\n", Text);
    }

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(1e300, "1E+300")]
    [InlineData(-5e-324, "-5E-324")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(double.NaN, "NaN")]
    public void A_number_reads_back_as_it_was(double value, string text)
    {
        _writer.Sample("a", "_sum"u8);
        _writer.Value(value);

        Assert.Equal($"a_sum {text}\n", Text);
    }

    [Fact]
    public void A_page_begins_empty()
    {
        _writer.Sample("a");
        _writer.Label("b", "c");
        _writer.Value(1L);
        _writer.Clear();
        _writer.Sample("d");
        _writer.Value(2L);

        Assert.Equal("d 2\n", Text);
    }
}
