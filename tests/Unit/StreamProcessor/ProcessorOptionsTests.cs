using Streaming.StreamProcessor;

namespace Streaming.Tests.Unit.StreamProcessor;

public sealed class ProcessorOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => Assert.True(new ProcessorOptionsValidator().Validate(null, new ProcessorOptions()).Succeeded);

    [Fact]
    public void Every_bad_key_is_named_with_its_value_and_all_at_once()
    {
        var failures = new ProcessorOptionsValidator().Validate(null, new ProcessorOptions
        {
            Horizon = TimeSpan.FromDays(2),
            AllowedLateness = TimeSpan.FromSeconds(-1),
            IdleGrace = TimeSpan.Zero,
            MaxSeenEvents = 5,
            ReadWait = TimeSpan.FromMinutes(1),
        }).Failures!.ToList();

        string[] expected = ["Horizon is 2.00:00:00", "AllowedLateness is -00:00:01", "IdleGrace is 00:00:00", "MaxSeenEvents is 5", "ReadWait is 00:01:00"];
        Assert.Equal(expected.Length, failures.Count);
        Assert.All(expected, part => Assert.Contains(failures, failure => failure.StartsWith("Processor:" + part, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_horizon_that_ends_before_late_users_may_come_is_refused() =>
        Assert.False(new ProcessorOptionsValidator().Validate(null,
            new ProcessorOptions { Horizon = TimeSpan.FromMinutes(2), AllowedLateness = TimeSpan.FromMinutes(1) }).Succeeded);
}
