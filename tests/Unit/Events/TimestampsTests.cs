using FsCheck;
using FsCheck.Fluent;
using Streaming.Pipeline.Events;

namespace Streaming.Tests.Unit.Events;

public sealed class TimestampsTests
{
    [Theory]
    [InlineData("1970-01-01T00:00:00Z", 0)]
    [InlineData("1970-01-01", 0)]
    [InlineData("1970-01-02 00:00:01", 86_401_000_000)]
    [InlineData("1969-12-31T23:59:59.999999Z", -1)]
    [InlineData("2026-06-01T12:00:00.123456Z", Samples.IngestedAt)]
    [InlineData("2026-06-01T12:00:00.1234567Z", Samples.IngestedAt)]
    [InlineData("1970-01-01T00:00:00.5Z", 500_000)]
    public void The_forms_that_sources_write_are_read(string text, long micros)
    {
        Assert.True(Timestamps.TryParse(Samples.Utf8(text), out var parsed));
        Assert.Equal(micros, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1970-1-1")]
    [InlineData("0000-01-01")]
    [InlineData("1970-13-01")]
    [InlineData("1970-02-30")]
    [InlineData("1970-01-01T24:00:00Z")]
    [InlineData("1970-01-01T00:60:00Z")]
    [InlineData("1970-01-01T00:00:00")]
    [InlineData("1970-01-01T00:00:00.Z")]
    [InlineData("1970-01-01T00:00:00.0000000000Z")]
    [InlineData("1970-01-01T00:00:00,5Z")]
    [InlineData("1970-01-01T00:00:00+01:00")]
    [InlineData("1970-01-01 00:00:00Z")]
    [InlineData("-970-01-01")]
    [InlineData("1970-01-01T0a:00:00Z")]
    public void Nothing_else_is_a_time(string text) => Assert.False(Timestamps.TryParse(Samples.Utf8(text), out _));

    [Fact]
    public void Every_time_of_the_years_1_to_9999_comes_back_as_written() =>
        Prop.ForAll(Arb.From(Gen.Zip(Gen.Choose(0, 3_652_058), Gen.Choose(0, int.MaxValue))), point =>
        {
            var time = new DateTimeOffset(DateTime.MinValue.AddDays(point.Item1), TimeSpan.Zero).AddMicroseconds(point.Item2 * 40L);
            var text = new byte[Timestamps.Length];
            Timestamps.Write(Timestamps.ToMicros(time), text);

            return Samples.Text(text) == $"{time:yyyy-MM-ddTHH:mm:ss.ffffff}Z"
                && Timestamps.TryParse(text, out var micros)
                && Timestamps.ToDateTimeOffset(micros) == time;
        }).QuickCheckThrowOnFailure();
}
