using Streaming.AppHost.Supervision;

namespace Streaming.Tests.Unit.AppHost;

public sealed class RestartBackoffTests
{
    private static readonly TimeSpan Briefly = TimeSpan.FromMilliseconds(200);

    [Fact]
    public void The_first_restart_is_nearly_at_once()
    {
        Assert.True(new RestartBackoff().Next(Briefly, jitter: 1) <= TimeSpan.FromMilliseconds(150));
    }

    [Fact]
    public void Each_failure_doubles_the_delay_up_to_the_cap()
    {
        var backoff = new RestartBackoff();

        var delays = Enumerable.Range(0, 10).Select(_ => backoff.Next(Briefly, jitter: 0.5)).ToList();

        Assert.Equal(TimeSpan.FromSeconds(0.1), delays[0]);
        Assert.Equal(TimeSpan.FromSeconds(0.8), delays[3]);
        Assert.Equal(RestartBackoff.Cap, delays[^1]);
    }

    [Fact]
    public void A_process_that_ran_well_starts_anew_with_the_first_delay()
    {
        var backoff = new RestartBackoff();
        for (var failure = 0; failure < 10; failure++)
            backoff.Next(Briefly, jitter: 0.5);

        Assert.Equal(RestartBackoff.First, backoff.Next(RestartBackoff.RanWell, jitter: 0.5));
    }

    [Fact]
    public void The_jitter_spreads_the_delay_over_half_to_one_and_a_half()
    {
        Assert.Equal(RestartBackoff.First * 0.5, new RestartBackoff().Next(Briefly, jitter: 0));
        Assert.Equal(RestartBackoff.First * 1.5, new RestartBackoff().Next(Briefly, jitter: 1));
    }
}
