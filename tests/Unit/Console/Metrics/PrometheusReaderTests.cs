using System.Text;
using Streaming.Console.Metrics;
using Streaming.ServiceDefaults.Metrics;

namespace Streaming.Tests.Unit.Console.Metrics;

public sealed class PrometheusReaderTests
{
    [Fact]
    public void What_the_writer_writes_is_read_back()
    {
        var writer = new PrometheusWriter();
        writer.Family("events_total", "counter", "Events {of} any \"kind\"\nand more");
        writer.Sample("events_total");
        writer.Label("rule", "a\\b \"c\"\nd}, e=\"f\"");
        writer.Label("le", 0.05);
        writer.Value(12L);
        writer.Family("lag", "gauge", "");
        writer.Sample("lag");
        writer.Value(double.PositiveInfinity);
        writer.Sample("lag", "_sum"u8);
        writer.Label("köln", "Köln");
        writer.Value(-1.5e-7);

        var reader = new PrometheusReader(Encoding.UTF8.GetString(writer.Text));

        Assert.True(reader.Read());
        Assert.Equal("events_total", reader.Name);
        Assert.Equal("a\\b \"c\"\nd}, e=\"f\"", reader.Label("rule"));
        Assert.Equal("0.05", reader.Label("le"));
        Assert.Null(reader.Label("other"));
        Assert.Equal(12, reader.Value);
        Assert.True(reader.Read());
        Assert.Equal(double.PositiveInfinity, reader.Value);
        Assert.True(reader.Read());
        Assert.Equal("lag_sum", reader.Name);
        Assert.Equal("Köln", reader.Label("köln"));
        Assert.Equal(-1.5e-7, reader.Value);
        Assert.False(reader.Read());
    }

    [Theory]
    [InlineData("a 1 1700000000000\n", 1)]
    [InlineData("\n# a comment\n\na{b=\"c\",} 2", 2)]
    [InlineData("a{} NaN\r\n", double.NaN)]
    public void What_others_write_is_read_too(string page, double expected)
    {
        var reader = new PrometheusReader(page);

        Assert.True(reader.Read());
        Assert.Equal("a", reader.Name);
        Assert.Equal(expected, reader.Value);
        Assert.False(reader.Read());
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a x")]
    [InlineData("a{b=\"c} 1")]
    [InlineData("{\"error\": 500}")]
    [InlineData("<html>")]
    public void What_is_no_sample_is_refused_with_the_line(string page)
    {
        var fault = Assert.Throws<FormatException>(() => new PrometheusReader(page).Read());

        Assert.Contains(page, fault.Message);
    }
}
