namespace Streaming.Pipeline.Scheduling;

/// <summary>What a user says of a schedule. Exactly one of <see cref="Cron"/> and <see cref="IntervalSeconds"/> is set.</summary>
/// <param name="Name">1 to 64 letters, digits, '-', '_', '.' and ':'. Run ids and seeds begin with it, raw rows have it as their source.</param>
/// <param name="Cron">Five fields as crontab has them, or Quartz's six or seven, which begin with seconds.</param>
/// <param name="TimeZone">IANA name of the zone in which <paramref name="Cron"/> is read; null: UTC. Of no use with an interval.</param>
/// <param name="IntervalSeconds">A run at each multiple of this, counted in UTC.</param>
/// <param name="CatchUp">What becomes of runs that were due while nobody could start them.</param>
/// <param name="MaxActiveRuns">Runs at a time, those that wait for their next attempt included; a backfill's runs have a limit of their own.</param>
/// <param name="MaxAttempts">Attempts in a row that asked the source and stored no page, after which a run has failed.</param>
/// <param name="RetryBackOffSeconds">Wait before the second attempt; doubled for each further one, with jitter, up to 15 minutes.</param>
/// <param name="TimeoutSeconds">For one attempt.</param>
/// <param name="UsersPerRun">At most a page, or whole pages.</param>
/// <param name="PageSize">Users of one request, 1 to 5,000.</param>
/// <param name="Source">The API's address; null: the one that the configuration gives (<c>Ingestion:Pull:Source</c>).</param>
public sealed record ScheduleSpec(
    string Name,
    string? Cron = null,
    string? TimeZone = null,
    int? IntervalSeconds = null,
    CatchUp CatchUp = CatchUp.Last,
    int MaxActiveRuns = 1,
    int MaxAttempts = 5,
    int RetryBackOffSeconds = 2,
    int TimeoutSeconds = 3_600,
    int UsersPerRun = 500,
    int PageSize = 500,
    string? Source = null);

/// <summary>What becomes of runs that were due while the schedule was paused, nothing ran, or too many runs were active.</summary>
public enum CatchUp
{
    /// <summary>They are left out.</summary>
    None,

    /// <summary>The newest is run, the others are left out.</summary>
    Last,

    /// <summary>Each is run, the oldest first.</summary>
    All,
}
