using Streaming.Ingestion.Runs;

namespace Streaming.Tests.Unit.Ingestion.Scheduling;

public sealed class RunTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_run_is_its_schedule_and_its_logical_time()
    {
        var time = new DateTimeOffset(2025, 3, 1, 13, 0, 5, TimeSpan.FromHours(1));
        var id = RunId.Of("a-b", time);
        Assert.Equal("a-b-20250301T120005Z", id);
        Assert.True(RunId.TryReadTime(id, out var read));
        Assert.Equal(time, read);
        Assert.False(RunId.TryReadTime("a-b", out _));
    }

    [Theory]
    [InlineData(0, 0.5, 1)]
    [InlineData(1, 0.5, 1)]
    [InlineData(4, 4, 8)]
    [InlineData(60, 450, 900)]
    public void The_wait_is_doubled_with_each_failure_up_to_a_quarter_of_an_hour(int failures, double least, double most) =>
        Assert.InRange(RetryBackOff.After(Second, failures, null).TotalSeconds, least, most);

    [Theory]
    [InlineData(60, 60.5, 61)]
    [InlineData(7200, 900, 900)]
    [InlineData(-60, 0.5, 1)]
    public void What_the_source_asks_for_is_waited_first_and_bounded(int asked, double least, double most) =>
        Assert.InRange(RetryBackOff.After(Second, 1, TimeSpan.FromSeconds(asked)).TotalSeconds, least, most);

    [Fact]
    public void A_source_that_asks_for_less_is_not_asked_sooner() =>
        Assert.InRange(RetryBackOff.After(TimeSpan.FromSeconds(10), 1, TimeSpan.Zero).TotalSeconds, 5, 10);
}
