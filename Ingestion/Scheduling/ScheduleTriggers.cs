using System.Globalization;
using Quartz;
using Streaming.Pipeline.Scheduling;

namespace Streaming.Ingestion.Scheduling;

/// <summary>
/// Keeps Quartz's triggers as the schedules are, one for each that is not paused. A trigger's description is what it was made from, so a schedule that was
/// changed, here or by another instance, is seen.
/// </summary>
internal sealed class ScheduleTriggers(ISchedulerFactory quartz, TimeProvider time)
{
    private const string Group = "schedules";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var scheduler = await quartz.GetScheduler(cancellationToken);
        await scheduler.Start(cancellationToken);
    }

    public async Task MatchAsync(IReadOnlyCollection<Schedule> schedules, CancellationToken cancellationToken)
    {
        var scheduler = await quartz.GetScheduler(cancellationToken);
        var wanted = schedules.Where(schedule => !schedule.Paused).ToDictionary(schedule => schedule.Spec.Name, schedule => schedule.Spec);
        var held = new Dictionary<string, string?>();
        foreach (var header in (await scheduler.QueryTriggers(new TriggerQuery { Take = int.MaxValue }, cancellationToken)).Items)
            held[header.Key.Name] = header.Description;

        foreach (var name in held.Keys.Where(name => !wanted.ContainsKey(name))) await scheduler.DeleteJob(new JobKey(name, Group), cancellationToken);
        foreach (var spec in wanted.Values.Where(spec => held.GetValueOrDefault(spec.Name) != Describe(spec)))
        {
            var job = JobBuilder.Create<PlanJob>().WithIdentity(spec.Name, Group).Build();
            await scheduler.ScheduleJob(job, Trigger(spec), new ScheduleJobOptions { Replace = true }, cancellationToken);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var scheduler = await quartz.GetScheduler(cancellationToken);
        await scheduler.Shutdown(waitForJobsToComplete: true, cancellationToken);
    }

    private static string Describe(ScheduleSpec spec) => spec.Cron is null
        ? string.Create(CultureInfo.InvariantCulture, $"every {spec.IntervalSeconds} s")
        : $"{spec.Cron} {spec.TimeZone ?? "UTC"}";

    private ITrigger Trigger(ScheduleSpec spec)
    {
        var timetable = Timetable.Of(spec);
        var trigger = TriggerBuilder.Create(time).WithIdentity(spec.Name, Group).WithDescription(Describe(spec));
        return timetable.Cron is { } cron
            ? trigger.WithSchedule(CronScheduleBuilder.Create(cron)).Build()
            : trigger.StartAt(timetable.After(time.GetUtcNow())!.Value)
                .WithSchedule(SimpleScheduleBuilder.Create().WithInterval(timetable.Interval).RepeatForever()).Build();
    }
}
