using System.Globalization;

namespace Streaming.Console.Metrics;

/// <summary>Numbers as people read them.</summary>
internal static class Words
{
    public const string Unknown = "unknown";

    public static string Count(double? count) =>
        count is { } known ? Math.Round(known).ToString("N0", CultureInfo.InvariantCulture) : Unknown;

    /// <summary>Events a second: whole ones where there are many.</summary>
    public static string Rate(double rate) =>
        rate is 0 or >= 10 ? Count(rate) : rate.ToString(rate >= 1 ? "0.0" : "0.00", CultureInfo.InvariantCulture);

    public static string Duration(TimeSpan duration) => duration switch
    {
        { TotalMilliseconds: < 10 } => Text(duration.TotalMilliseconds, "0.0", "ms"),
        { TotalSeconds: < 1 } => Text(duration.TotalMilliseconds, "0", "ms"),
        { TotalSeconds: < 10 } => Text(duration.TotalSeconds, "0.0", "s"),
        { TotalMinutes: < 2 } => Text(duration.TotalSeconds, "0", "s"),
        { TotalHours: < 2 } => Text(duration.TotalMinutes, "0", "min"),
        { TotalDays: < 2 } => Text(duration.TotalHours, "0", "h"),
        _ => Text(duration.TotalDays, "0", "days"),
    };

    private static string Text(double value, string format, string unit) => $"{value.ToString(format, CultureInfo.InvariantCulture)} {unit}";
}
