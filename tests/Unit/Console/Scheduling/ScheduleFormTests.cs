using Streaming.Console.Scheduling;
using Streaming.Pipeline.Scheduling;

namespace Streaming.Tests.Unit.Console.Scheduling;

public sealed class ScheduleFormTests
{
    [Fact]
    public void A_schedule_that_is_not_changed_in_the_form_is_saved_as_it_was()
    {
        var byCron = new ScheduleSpec("nightly", "0 3 * * *", "Europe/Berlin", CatchUp: CatchUp.All, Source: "http://source/api/");
        var byInterval = new ScheduleSpec("often", IntervalSeconds: 5, MaxActiveRuns: 2, MaxAttempts: 3, UsersPerRun: 10, PageSize: 10);

        Assert.Equal(byCron, ScheduleForm.Of(byCron).Read().Spec);
        Assert.Equal(byInterval, ScheduleForm.Of(byInterval).Read().Spec);
    }

    [Fact]
    public void Only_what_was_chosen_is_sent()
    {
        var form = new ScheduleForm { Name = " a ", Cron = "0 3 * * *", TimeZone = "Europe/Berlin", IntervalSeconds = 7, Timing = Timing.Interval };
        var spec = form.Read().Spec!;
        Assert.Equal(("a", null, null, 7), (spec.Name, spec.Cron, spec.TimeZone, spec.IntervalSeconds));

        form.Timing = Timing.Cron;
        spec = form.Read().Spec!;
        Assert.Equal(("0 3 * * *", "Europe/Berlin", null), (spec.Cron, spec.TimeZone, spec.IntervalSeconds));
    }

    [Fact]
    public void Each_field_without_a_number_is_named()
    {
        var (spec, faults) = new ScheduleForm { Name = "a", PageSize = null, MaxAttempts = null }.Read();
        Assert.Null(spec);
        Assert.Equal(["max_attempts", "page_size"], faults.Select(fault => fault.Field));
    }
}
