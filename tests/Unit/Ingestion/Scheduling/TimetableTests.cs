using System.Globalization;
using Streaming.Ingestion.Scheduling;
using Streaming.Pipeline.Scheduling;

namespace Streaming.Tests.Unit.Ingestion.Scheduling;

public sealed class TimetableTests
{
    private const string Berlin = "Europe/Berlin";
    private const string NewYork = "America/New_York";

    [Theory]
    [InlineData("30 2 * * *", Berlin, "2025-03-29T12:00Z", "2025-03-30T01:00Z", "2025-03-31T00:30Z")]
    [InlineData("30 2 * * *", NewYork, "2025-03-08T12:00Z", "2025-03-09T07:00Z", "2025-03-10T06:30Z")]
    [InlineData("30 2 * * *", Berlin, "2025-10-25T12:00Z", "2025-10-26T00:30Z", "2025-10-27T01:30Z")]
    [InlineData("30 1 * * *", NewYork, "2025-11-01T12:00Z", "2025-11-02T05:30Z", "2025-11-03T06:30Z")]
    [InlineData("0 0 2 ? * SUN", Berlin, "2025-03-29T12:00Z", "2025-03-30T01:00Z", "2025-04-06T00:00Z")]
    public void A_time_of_day_comes_once_on_the_day_on_which_the_clocks_change(string cron, string zone, string after, string first, string second) =>
        AssertTimes(new ScheduleSpec("s", Cron: cron, TimeZone: zone), after, first, second);

    [Theory]
    [InlineData("0 * * * *", Berlin, "2025-03-29T23:59Z", "2025-03-30T00:00Z", "2025-03-30T01:00Z", "2025-03-30T02:00Z")]
    [InlineData("0 * * * *", NewYork, "2025-03-09T05:59Z", "2025-03-09T06:00Z", "2025-03-09T07:00Z", "2025-03-09T08:00Z")]
    [InlineData("0 * * * *", Berlin, "2025-10-25T23:59Z", "2025-10-26T00:00Z", "2025-10-26T01:00Z", "2025-10-26T02:00Z")]
    [InlineData("0 * * * *", NewYork, "2025-11-02T04:59Z", "2025-11-02T05:00Z", "2025-11-02T06:00Z", "2025-11-02T07:00Z")]
    [InlineData("*/30 * * * *", Berlin, "2025-10-26T00:15Z", "2025-10-26T00:30Z", "2025-10-26T01:00Z", "2025-10-26T01:30Z", "2025-10-26T02:00Z")]
    [InlineData("*/30 * * * *", NewYork, "2025-03-09T06:15Z", "2025-03-09T06:30Z", "2025-03-09T07:00Z", "2025-03-09T07:30Z")]
    public void Every_hour_and_half_hour_comes_in_each_hour_that_passes(string cron, string zone, string after, params string[] expected) =>
        AssertTimes(new ScheduleSpec("s", Cron: cron, TimeZone: zone), after, expected);

    [Fact]
    public void An_interval_comes_at_its_multiples_whatever_the_clocks_do() =>
        AssertTimes(new ScheduleSpec("s", IntervalSeconds: 3600), "2025-10-26T00:10Z", "2025-10-26T01:00Z", "2025-10-26T02:00Z", "2025-10-26T03:00Z");

    [Fact]
    public void Without_a_zone_a_cron_expression_is_read_in_UTC() =>
        AssertTimes(new ScheduleSpec("s", Cron: "30 2 * * *"), "2025-03-29T12:00Z", "2025-03-30T02:30Z", "2025-03-31T02:30Z");

    [Theory]
    [InlineData("* * * * * ?", "2025-03-30T12:00:00Z")]
    [InlineData("0 5 * * *", "2025-03-30T05:00:00Z")]
    [InlineData("0 0 1 1 *", "2025-01-01T00:00:00Z")]
    public void The_newest_of_many_is_found(string cron, string newest)
    {
        var timetable = Timetable.Of(new ScheduleSpec("s", Cron: cron));
        Assert.Equal(Time(newest), timetable.Newest(Time("2024-12-01T00:00Z"), Time("2025-03-30T12:00Z")));
    }

    [Fact]
    public void There_is_no_newest_where_nothing_was_due() =>
        Assert.Null(Timetable.Of(new ScheduleSpec("s", Cron: "0 5 * * *")).Newest(Time("2025-03-30T05:00Z"), Time("2025-03-31T04:59Z")));

    private static void AssertTimes(ScheduleSpec spec, string after, params string[] expected)
    {
        var times = Timetable.Of(spec).Between(Time(after), DateTimeOffset.MaxValue).Take(expected.Length);
        Assert.Equal(expected.Select(Time), times);
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
