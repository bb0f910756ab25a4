using System.Globalization;

namespace Streaming.Console.Scheduling;

internal static class Durations
{
    /// <summary>In the unit that a reader takes in at once; empty while it is not over.</summary>
    public static string Text(DateTimeOffset? from, DateTimeOffset? to) => (to - from) switch
    {
        null => "",
        { TotalSeconds: < 1 } short_ => string.Create(CultureInfo.InvariantCulture, $"{short_.TotalMilliseconds:0} ms"),
        { TotalMinutes: < 1 } seconds => string.Create(CultureInfo.InvariantCulture, $"{seconds.TotalSeconds:0.0} s"),
        { TotalHours: < 1 } minutes => string.Create(CultureInfo.InvariantCulture, $"{minutes.TotalMinutes:0.0} min"),
        { } hours => string.Create(CultureInfo.InvariantCulture, $"{hours.TotalHours:0.0} h"),
    };
}
