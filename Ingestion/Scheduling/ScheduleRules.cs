using System.Globalization;
using Streaming.Ingestion.Push;
using Streaming.Pipeline.Scheduling;

namespace Streaming.Ingestion.Scheduling;

/// <summary>What holds of a schedule that can be saved.</summary>
internal static class ScheduleRules
{
    public const int LargestPage = 5_000;
    public const int MostUsers = 10_000_000;

    private const int Day = 86_400;

    /// <summary>All that is wrong, each with its field as the JSON names it.</summary>
    /// <param name="now">There must be a logical time after it.</param>
    public static List<FieldFault> Check(ScheduleSpec spec, DateTimeOffset now)
    {
        var faults = new List<FieldFault>();
        if (!RequestName.IsWellFormed(spec.Name)) Add("name", spec.Name, RequestName.Rule);
        if (spec.Cron is null == spec.IntervalSeconds is null)
            Add(spec.Cron is null ? "interval_seconds" : "cron", spec.Cron, "must be given, or the other of cron and interval_seconds: one of the two");
        Between("interval_seconds", spec.IntervalSeconds ?? 1, 1, 31 * Day);
        if (spec.TimeZone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(spec.TimeZone, out _))
            Add("time_zone", spec.TimeZone, "must be the IANA name of a time zone, such as Europe/Berlin");
        else if (spec.Cron is not null && CronFault(spec, now) is { } fault)
            Add("cron", spec.Cron, fault);
        Between("max_active_runs", spec.MaxActiveRuns, 1, 16);
        Between("max_attempts", spec.MaxAttempts, 1, 100);
        Between("retry_back_off_seconds", spec.RetryBackOffSeconds, 1, 900);
        Between("timeout_seconds", spec.TimeoutSeconds, 1, 7 * Day);
        faults.AddRange(CheckSize(spec.UsersPerRun, spec.PageSize));
        if (spec.Source is not null && !IsHttp(spec.Source)) Add("source", spec.Source, "must be an http or https address, or null");
        return faults;

        void Add(string field, string? value, string rule) => faults.Add(Fault(field, value, rule));

        void Between(string field, int value, int least, int most)
        {
            if (value < least || value > most) faults.Add(Range(field, value, least, most));
        }
    }

    /// <summary>With another page size in between, the API would answer other users for the same seed; so a run has whole pages.</summary>
    public static IEnumerable<FieldFault> CheckSize(int usersPerRun, int pageSize)
    {
        if (pageSize is < 1 or > LargestPage) yield return Range("page_size", pageSize, 1, LargestPage);
        else if (usersPerRun is < 1 or > MostUsers) yield return Range("users_per_run", usersPerRun, 1, MostUsers);
        else if (usersPerRun > pageSize && usersPerRun % pageSize != 0)
            yield return Fault("users_per_run", Text(usersPerRun), $"must be at most page_size ({pageSize}) or a multiple of it");
    }

    public static FieldFault Fault(string field, string? value, string rule) => new(field, value, $"{field} is '{value}'; it {rule}.");

    public static FieldFault Range(string field, int value, int least, int most) =>
        Fault(field, Text(value), string.Create(CultureInfo.InvariantCulture, $"must lie between {least} and {most}"));

    public static bool IsHttp(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);

    private static string? CronFault(ScheduleSpec spec, DateTimeOffset now)
    {
        try
        {
            return Timetable.Of(spec).After(now) is null ? "never comes any more" : null;
        }
        catch (FormatException bad)
        {
            return $"must be a cron expression, such as '30 4 * * 1' or '0 30 4 ? * MON': {bad.Message.TrimEnd('.')}";
        }
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
