using Streaming.Console.Scheduling;

namespace Streaming.Tests.Unit.Console.Scheduling;

public sealed class DurationsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0.0421, "42 ms")]
    [InlineData(1.26, "1.3 s")]
    [InlineData(90, "1.5 min")]
    [InlineData(9_000, "2.5 h")]
    public void A_duration_is_told_in_its_unit(double seconds, string text) => Assert.Equal(text, Durations.Text(Start, Start.AddSeconds(seconds)));

    [Fact]
    public void What_is_not_over_has_none() => Assert.Equal("", Durations.Text(Start, to: null));
}
