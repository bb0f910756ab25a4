using System.Globalization;
using Streaming.Console.Access;

namespace Streaming.Tests.Unit.Console;

public sealed class LocalTimesTests
{
    [Theory]
    [InlineData("2026-01-15T12:00:00", "2026-01-15T11:00:00Z")]
    [InlineData("2026-07-15T12:00:00", "2026-07-15T10:00:00Z")]
    [InlineData("2026-03-29T02:30:00", "2026-03-29T01:30:00Z")] // The clocks skip it.
    [InlineData("2026-10-25T02:30:00", "2026-10-25T00:30:00Z")] // They show it twice.
    public void A_time_in_Berlin_is_one_instant(string local, string instant) =>
        Assert.Equal(
            DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture),
            LocalTimes.ToInstant(DateTime.Parse(local, CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")));
}
