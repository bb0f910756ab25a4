using Quartz;
using Streaming.Pipeline.Scheduling;

namespace Streaming.Ingestion.Scheduling;

/// <summary>
/// The logical times of a schedule, in whole seconds. Where clocks are put forward, a local time that does not exist becomes the next instant that does;
/// where they are put back, a time of day comes once, and what is said of every hour or minute comes in each hour and minute that passes.
/// </summary>
internal sealed class Timetable
{
    private const int CrontabFields = 5;

    private static readonly TimeSpan[] Windows =
        [TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), TimeSpan.FromDays(1), TimeSpan.FromDays(31), TimeSpan.FromDays(366)];

    private Timetable(CronExpression? cron, TimeSpan interval) => (Cron, Interval) = (cron, interval);

    /// <summary>Null: by interval.</summary>
    public CronExpression? Cron { get; }

    public TimeSpan Interval { get; }

    /// <exception cref="FormatException">The expression is no cron expression; the message says why.</exception>
    /// <exception cref="TimeZoneNotFoundException">There is no such zone.</exception>
    public static Timetable Of(ScheduleSpec spec)
    {
        if (spec.Cron is null) return new Timetable(null, TimeSpan.FromSeconds(spec.IntervalSeconds ?? 0));

        var zone = spec.TimeZone is null ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(spec.TimeZone);
        var fields = spec.Cron.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        return new Timetable(CronExpression.Parse(spec.Cron, fields == CrontabFields ? CronFormat.Unix : CronFormat.Quartz).WithTimeZone(zone), default);
    }

    /// <summary>The first logical time after the given one; null: there is none any more.</summary>
    public DateTimeOffset? After(DateTimeOffset time) =>
        Cron is null ? Floor(time).Add(Interval) : Cron.GetNextValidTimeAfter(time)?.ToUniversalTime();

    /// <summary>The logical times after <paramref name="after"/>, up to and including <paramref name="until"/>.</summary>
    public IEnumerable<DateTimeOffset> Between(DateTimeOffset after, DateTimeOffset until)
    {
        for (var next = After(after); next <= until; next = After(next.Value)) yield return next.Value;
    }

    /// <summary>The newest of <see cref="Between"/>, found without going through all of them: there may be millions.</summary>
    public DateTimeOffset? Newest(DateTimeOffset after, DateTimeOffset until)
    {
        if (Cron is null) return Floor(until) is var floor && floor > after ? floor : null;

        foreach (var window in Windows)
        {
            var start = until - window;
            if (start <= after) break;
            if (LastBetween(start, until) is { } found) return found;
        }

        return LastBetween(after, until);
    }

    /// <summary>The point in time up to which nothing is due when the schedule is new: an interval begins at once, a time of day when it comes.</summary>
    public DateTimeOffset Begin(DateTimeOffset now) => Cron is null ? Floor(now).AddTicks(-1) : now;

    private DateTimeOffset? LastBetween(DateTimeOffset after, DateTimeOffset until)
    {
        DateTimeOffset? last = null;
        foreach (var time in Between(after, until)) last = time;
        return last;
    }

    private DateTimeOffset Floor(DateTimeOffset time) => new(time.UtcTicks - time.UtcTicks % Interval.Ticks, TimeSpan.Zero);
}
