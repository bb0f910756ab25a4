using Streaming.Pipeline.Scheduling;

namespace Streaming.Console.Scheduling;

/// <summary>A schedule as a form has it while it is typed. Ingestion judges it; here only a number that is missing is told.</summary>
public sealed class ScheduleForm
{
    private static readonly ScheduleSpec Defaults = new("");

    public string Name { get; set; } = "";

    public Timing Timing { get; set; } = Timing.Cron;

    public string Cron { get; set; } = "0 * * * *";

    public string TimeZone { get; set; } = "UTC";

    public int? IntervalSeconds { get; set; } = 60;

    public CatchUp CatchUp { get; set; } = Defaults.CatchUp;

    public int? MaxActiveRuns { get; set; } = Defaults.MaxActiveRuns;

    public int? MaxAttempts { get; set; } = Defaults.MaxAttempts;

    public int? RetryBackOffSeconds { get; set; } = Defaults.RetryBackOffSeconds;

    public int? TimeoutSeconds { get; set; } = Defaults.TimeoutSeconds;

    public int? UsersPerRun { get; set; } = Defaults.UsersPerRun;

    public int? PageSize { get; set; } = Defaults.PageSize;

    public string Source { get; set; } = "";

    public static ScheduleForm Of(ScheduleSpec spec) => new()
    {
        Name = spec.Name,
        Timing = spec.Cron is not null ? Timing.Cron : Timing.Interval,
        Cron = spec.Cron ?? "0 * * * *",
        TimeZone = spec.TimeZone ?? "UTC",
        IntervalSeconds = spec.IntervalSeconds ?? 60,
        CatchUp = spec.CatchUp,
        MaxActiveRuns = spec.MaxActiveRuns,
        MaxAttempts = spec.MaxAttempts,
        RetryBackOffSeconds = spec.RetryBackOffSeconds,
        TimeoutSeconds = spec.TimeoutSeconds,
        UsersPerRun = spec.UsersPerRun,
        PageSize = spec.PageSize,
        Source = spec.Source ?? "",
    };

    /// <summary>What is typed, or the fields without a number.</summary>
    public (ScheduleSpec? Spec, IReadOnlyList<FieldFault> Faults) Read()
    {
        var faults = new List<FieldFault>();
        var byCron = Timing == Timing.Cron;
        var spec = new ScheduleSpec(
            Name.Trim(),
            Cron: byCron ? Cron.Trim() : null,
            TimeZone: byCron ? TimeZone.Trim() : null,
            IntervalSeconds: byCron ? null : Number("interval_seconds", IntervalSeconds),
            CatchUp,
            Number("max_active_runs", MaxActiveRuns),
            Number("max_attempts", MaxAttempts),
            Number("retry_back_off_seconds", RetryBackOffSeconds),
            Number("timeout_seconds", TimeoutSeconds),
            Number("users_per_run", UsersPerRun),
            Number("page_size", PageSize),
            Source: Source.Trim() is { Length: > 0 } source ? source : null);
        return faults.Count == 0 ? (spec, faults) : (null, faults);

        int Number(string field, int? value)
        {
            if (value is null) faults.Add(new FieldFault(field, "", "It needs a whole number."));
            return value ?? 0;
        }
    }
}

/// <summary>What a schedule goes by.</summary>
public enum Timing
{
    Cron,
    Interval,
}
