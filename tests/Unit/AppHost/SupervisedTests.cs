using Aspire.Hosting.ApplicationModel;
using Streaming.AppHost.Supervision;

namespace Streaming.Tests.Unit.AppHost;

public sealed class SupervisedTests
{
    [Fact]
    public void A_service_that_ends_has_failed_whatever_its_exit_code()
    {
        Assert.True(LastFailed(RestartPolicy.WhenItEnds, At("Running"), At("Finished", exitCode: 0)));
    }

    [Fact]
    public void A_service_that_was_asked_to_stop_has_not_failed()
    {
        Assert.False(LastFailed(RestartPolicy.WhenItEnds, At("Running"), At("Stopping"), At("Exited", exitCode: 0)));
    }

    [Fact]
    public void A_service_started_again_after_a_stop_can_fail()
    {
        Assert.True(LastFailed(RestartPolicy.WhenItEnds, At("Stopping"), At("Exited", 0), At("Starting"), At("Running"), At("Finished", 137)));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void A_step_has_failed_unless_its_exit_code_is_zero(int exitCode, bool failed)
    {
        Assert.Equal(failed, LastFailed(RestartPolicy.UntilItSucceeds, At("Running"), At("Finished", exitCode)));
    }

    [Fact]
    public void One_end_is_one_failure_however_often_it_is_told()
    {
        Assert.False(LastFailed(RestartPolicy.WhenItEnds, At("Running"), At("Finished", 1), At("Finished", 1)));
    }

    private static bool LastFailed(RestartPolicy policy, params CustomResourceSnapshot[] changes)
    {
        var supervised = new Supervised();
        return changes.Select(change => supervised.HasFailed(change, policy, TimeProvider.System)).ToList()[^1];
    }

    private static CustomResourceSnapshot At(string state, int? exitCode = null) =>
        new() { ResourceType = "Project", Properties = [], State = state, ExitCode = exitCode };
}
