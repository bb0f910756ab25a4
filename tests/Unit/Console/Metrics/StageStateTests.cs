using Streaming.Console.Metrics;

namespace Streaming.Tests.Unit.Console.Metrics;

public sealed class StageStateTests
{
    private static readonly StageFacts Well = new() { Instances = 2, Answering = 2, Rate = 120, Lag = 400, LagBefore = 300 };

    [Fact]
    public void A_stage_that_takes_records_is_running() => Is(StageState.Running, "", Well);

    [Fact]
    public void A_stage_that_has_just_got_something_is_running() => Is(StageState.Running, "", Well with { Rate = 0, Lag = 1 });

    [Fact]
    public void A_stage_with_nothing_to_do_is_idle() => Is(StageState.Idle, "", Well with { Rate = 0, Lag = 0 });

    [Fact]
    public void A_stage_whose_lag_is_not_known_is_told_by_its_rate()
    {
        Is(StageState.Running, "", Well with { Lag = null, LagBefore = null });
        Is(StageState.Idle, "", Well with { Rate = 0, Lag = null, WithoutProgress = TimeSpan.FromHours(1) });
    }

    [Fact]
    public void A_stage_is_behind_while_its_lag_grows()
    {
        Is(StageState.Behind, "its lag grows: 5,000 now, 4,000 a while ago", Well with { Lag = 5000, LagBefore = 4000 });
        Is(StageState.Running, "", Well with { Lag = 4000, LagBefore = 5000 });
        Is(StageState.Running, "", Well with { Lag = 4000, LagBefore = null });
    }

    [Fact]
    public void A_stage_is_stuck_when_something_waits_and_nothing_is_taken()
    {
        var stuck = Well with { Lag = 5000, LagBefore = 4000, WithoutProgress = TimeSpan.FromSeconds(16) };

        Is(StageState.Stuck, "5,000 wait, and none was taken for 16 s", stuck);
        Is(StageState.Behind, "its lag grows: 5,000 now, 4,000 a while ago", stuck with { WithoutProgress = TimeSpan.FromSeconds(14) });
    }

    [Fact]
    public void A_stage_has_failed_when_its_health_says_so() =>
        Is(StageState.Failed, "relay: the slot is lost",
            Well with { Failure = "relay: the slot is lost", Lag = 5000, WithoutProgress = TimeSpan.FromMinutes(1) });

    [Fact]
    public void A_stage_that_gives_no_answer_is_not_reachable()
    {
        Is(StageState.NotReachable, "Connection refused", Well with { Answering = 0, Failure = "Connection refused" });
        Is(StageState.NotReachable, "no address of it is known to the console", Well with { Instances = 0, Answering = 0 });
        Is(StageState.Running, "1 of 2 instances give no answer", Well with { Answering = 1 });
    }

    [Fact]
    public void Each_state_has_a_name_in_words() => Assert.Equal(
        ["running", "idle", "behind", "stuck", "failed", "not reachable"], Enum.GetValues<StageState>().Select(StageStates.Name));

    private static void Is(StageState state, string why, StageFacts facts) => Assert.Equal((state, why), StageStates.Of(facts));
}
