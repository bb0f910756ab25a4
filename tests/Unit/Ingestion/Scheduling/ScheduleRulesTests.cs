using Streaming.Ingestion.Scheduling;
using Streaming.Pipeline.Scheduling;

namespace Streaming.Tests.Unit.Ingestion.Scheduling;

public sealed class ScheduleRulesTests
{
    private static readonly DateTimeOffset Now = new(2025, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ScheduleSpec Good = new("s", IntervalSeconds: 10);

    public static TheoryData<string, ScheduleSpec> Bad => new()
    {
        { "name", Good with { Name = "" } },
        { "interval_seconds", Good with { IntervalSeconds = null } },
        { "interval_seconds", Good with { IntervalSeconds = 0 } },
        { "cron", Good with { Cron = "0 * * * *" } },
        { "cron", Good with { IntervalSeconds = null, Cron = "0 0 * *" } },
        { "cron", Good with { IntervalSeconds = null, Cron = "0 0 12 1 1 ? 2020" } },
        { "time_zone", Good with { TimeZone = "Europe/Atlantis" } },
        { "max_active_runs", Good with { MaxActiveRuns = 17 } },
        { "max_attempts", Good with { MaxAttempts = 0 } },
        { "retry_back_off_seconds", Good with { RetryBackOffSeconds = 901 } },
        { "timeout_seconds", Good with { TimeoutSeconds = 0 } },
        { "page_size", Good with { PageSize = 5001 } },
        { "users_per_run", Good with { UsersPerRun = 0 } },
        { "users_per_run", Good with { UsersPerRun = 501 } },
        { "source", Good with { Source = "randomuser.me" } },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_bad_field_is_named_with_its_value_and_what_would_be_right(string field, ScheduleSpec spec)
    {
        var fault = Assert.Single(ScheduleRules.Check(spec, Now));
        Assert.Equal(field, fault.Field);
        Assert.StartsWith($"{field} is '{fault.Value}'; it ", fault.Message);
        Assert.EndsWith(".", fault.Message);
    }

    [Theory]
    [InlineData("30 4 * * 1")]
    [InlineData("0 30 4 ? * MON")]
    [InlineData("*/5 * * * * ?")]
    [InlineData("@daily")]
    public void Both_kinds_of_cron_expression_are_understood(string cron) =>
        Assert.Empty(ScheduleRules.Check(Good with { IntervalSeconds = null, Cron = cron, TimeZone = "Europe/Berlin" }, Now));
}
