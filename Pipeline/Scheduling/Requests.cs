namespace Streaming.Pipeline.Scheduling;

/// <summary>A run now.</summary>
/// <param name="UsersPerRun">Instead of the schedule's; part of the run, so that running it again uses it too.</param>
/// <param name="PageSize">As <paramref name="UsersPerRun"/>.</param>
/// <param name="LogicalTime">The time for which to run; null: now. There is one run for each logical time.</param>
public sealed record TriggerRequest(int? UsersPerRun = null, int? PageSize = null, DateTimeOffset? LogicalTime = null);

/// <summary>A run for each logical time of the schedule from <paramref name="From"/> on and before <paramref name="To"/> that has no run yet, or none that
/// succeeded or is under way.</summary>
/// <param name="Parallel">Runs at a time, 1 to 16.</param>
/// <param name="DryRun">Answers which runs these would be, and creates nothing.</param>
public sealed record BackfillRequest(DateTimeOffset From, DateTimeOffset To, int Parallel = 1, bool DryRun = false);

/// <summary>A backfill and how far it is.</summary>
/// <param name="Id">Empty for a dry run.</param>
/// <param name="Total">Runs of this backfill.</param>
/// <param name="Done">Those that succeeded.</param>
/// <param name="Failed">Those that failed.</param>
/// <param name="Cancelled">Those that were cancelled.</param>
/// <param name="Existing">Logical times of the range that are left alone: their runs have succeeded or are under way.</param>
/// <param name="LogicalTimes">Of a dry run: for which there would be runs; else empty.</param>
public sealed record BackfillView(
    Guid Id,
    string Schedule,
    DateTimeOffset From,
    DateTimeOffset To,
    int Parallel,
    BackfillState State,
    int Total,
    int Done,
    int Failed,
    int Cancelled,
    int Existing,
    IReadOnlyList<DateTimeOffset> LogicalTimes);

/// <summary>Where a backfill stands.</summary>
public enum BackfillState
{
    DryRun,
    Running,

    /// <summary>All its runs have ended, however they did.</summary>
    Finished,
    Cancelled,
}
