namespace Streaming.Pipeline.Scheduling;

/// <summary>One run: a schedule and a logical time, which give its id and seed, so that running it again fetches the same users.</summary>
/// <param name="RunId"><c>schedule-yyyyMMddTHHmmssZ</c>; also its seed.</param>
/// <param name="LogicalTime">The time for which it runs, in whole seconds.</param>
/// <param name="AttemptCount">Attempts begun so far.</param>
/// <param name="CreatedAt">When it was queued for the first time.</param>
/// <param name="StartedAt">Begin of the first attempt.</param>
/// <param name="NotBefore">When the next attempt begins at the earliest; only while waiting.</param>
/// <param name="Pages">Pages of <paramref name="PageSize"/> users.</param>
/// <param name="PagesDone">Pages stored; a further attempt goes on behind them.</param>
/// <param name="Fetched">Users of all attempts together, and so are the following: new + duplicate + rejected.</param>
/// <param name="New">Users stored in raw_users with this run's id.</param>
/// <param name="Duplicate">Users that raw_users had already.</param>
/// <param name="Rejected">Elements that are no events.</param>
/// <param name="Error">Why it failed, or why its last attempt did, in words.</param>
public sealed record RunView(
    string RunId,
    string Schedule,
    DateTimeOffset LogicalTime,
    RunTrigger Trigger,
    RunState State,
    int AttemptCount,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    DateTimeOffset? NotBefore,
    int PageSize,
    int Pages,
    int PagesDone,
    long Fetched,
    long New,
    long Duplicate,
    long Rejected,
    string? Error,
    Guid? BackfillId);

/// <summary>A run with its attempts, the first one first.</summary>
public sealed record RunDetail(RunView Run, IReadOnlyList<AttemptView> Attempts);

/// <summary>A page of runs, newest logical time first.</summary>
/// <param name="Before">Give it as <c>before</c> to get the next page; null: there is none.</param>
public sealed record RunList(IReadOnlyList<RunView> Runs, string? Before);

/// <summary>One attempt at a run.</summary>
/// <param name="Number">From 1.</param>
/// <param name="PagesFrom">The first page that it asked for, from 1.</param>
/// <param name="PagesTo">The last page that it stored; <paramref name="PagesFrom"/> - 1 where it stored none.</param>
/// <param name="Error">Why it failed, in words: <c>the source answered 503</c>.</param>
public sealed record AttemptView(
    int Number,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt,
    AttemptState State,
    int PagesFrom,
    int PagesTo,
    long Fetched,
    long New,
    long Duplicate,
    long Rejected,
    string? Error);

/// <summary>What made a run.</summary>
public enum RunTrigger
{
    Schedule,
    Manual,
    Backfill,
}

/// <summary>Where a run stands.</summary>
public enum RunState
{
    /// <summary>To be started as soon as the limits allow.</summary>
    Queued,
    Running,

    /// <summary>An attempt failed; the next one begins when its back-off has passed.</summary>
    Waiting,
    Succeeded,
    Failed,
    Cancelled,
}

/// <summary>How an attempt went.</summary>
public enum AttemptState
{
    Running,
    Succeeded,
    Failed,
    Cancelled,
}
