using Streaming.Console.Records;
using Streaming.Pipeline.Log;

namespace Streaming.Tests.Unit.Console;

public sealed class RewindFormTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public void A_time_is_of_the_viewers_clock()
    {
        var form = new RewindForm { Kind = RewindKind.Time, Time = new DateTime(2026, 7, 1, 12, 0, 0) };
        Assert.Equal(new RewindTarget.Time(new DateTimeOffset(2026, 7, 1, 10, 0, 0, TimeSpan.Zero)), form.Target(Berlin));
        Assert.Equal("the time 2026-07-01T12:00:00", form.ToString());
    }

    [Fact]
    public void The_ends_need_no_more() =>
        Assert.Equal(
            [new RewindTarget.Earliest(), new RewindTarget.Latest()],
            new[] { RewindKind.Earliest, RewindKind.Latest }.Select(kind => new RewindForm { Kind = kind }.Target(Berlin)));

    [Theory]
    [InlineData(RewindKind.Time, "a time")]
    [InlineData(RewindKind.Offset, "an offset")]
    public void What_is_not_filled_in_is_asked_for(object kind, string what)
    {
        var error = Assert.Throws<InvalidOperationException>(() => new RewindForm { Kind = (RewindKind)kind }.Target(Berlin));
        Assert.Contains(what, error.Message);
    }

    [Theory]
    [InlineData(0.25, "0.3 s")]
    [InlineData(42, "42 s")]
    [InlineData(200, "3 min 20 s")]
    [InlineData(7300, "2 h 1 min")]
    [InlineData(200_000, "2 d 7 h")]
    public void Ages_are_said_in_two_units_at_most(double seconds, string words) => Assert.Equal(words, TimeSpan.FromSeconds(seconds).Words());
}
