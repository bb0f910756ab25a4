using Streaming.Pipeline.Scheduling;

namespace Streaming.Ingestion.Scheduling;

/// <summary>Which runs are to be queued now.</summary>
/// <param name="LogicalTimes">The oldest first.</param>
/// <param name="PlannedUntil">Up to here nothing is left to plan.</param>
internal readonly record struct DuePlan(IReadOnlyList<DateTimeOffset> LogicalTimes, DateTimeOffset PlannedUntil)
{
    /// <summary>Runs that may wait in the queue where each missed one is caught up with: the rest is planned when these have run.</summary>
    public const int LongestQueue = 100;

    /// <summary>A run that comes later than this was missed; less is a scheduler that was busy.</summary>
    public static readonly TimeSpan OnTime = TimeSpan.FromSeconds(30);

    /// <summary>
    /// What is due after <paramref name="plannedUntil"/> and was not planned yet. While runs of the schedule wait in the queue already, nothing is added
    /// but what catch-up asks for; it is due still when they have gone.
    /// </summary>
    /// <param name="queued">Runs of the schedule's own that wait to be started.</param>
    public static DuePlan For(Timetable timetable, CatchUp catchUp, DateTimeOffset plannedUntil, DateTimeOffset now, int queued)
    {
        var room = catchUp == CatchUp.All ? LongestQueue - queued : 1 - queued;
        if (room <= 0) return new([], plannedUntil);
        if (catchUp == CatchUp.All)
        {
            List<DateTimeOffset> due = [.. timetable.Between(plannedUntil, now).Take(room)];
            return new(due, due.Count == room ? due[^1] : Later(plannedUntil, now));
        }

        var newest = timetable.Newest(plannedUntil, now);
        var missed = newest is null || (catchUp == CatchUp.None && now - newest > OnTime);
        return new(missed ? [] : [newest!.Value], Later(plannedUntil, now));
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
