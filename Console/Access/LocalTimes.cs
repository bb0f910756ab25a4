using System.Globalization;

namespace Streaming.Console.Access;

/// <summary>Times as a field of the browser has them, in the viewer's zone.</summary>
internal static class LocalTimes
{
    /// <summary>A time that the clocks skip is the one after the gap; one that they show twice is the first.</summary>
    public static DateTimeOffset ToInstant(DateTime local, TimeZoneInfo zone)
    {
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        var offset = zone.IsInvalidTime(local) ? zone.GetUtcOffset(local.AddDays(-1))
            : zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max()
            : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    public static DateTime FromInstant(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).DateTime;

    /// <summary>As a sentence has it.</summary>
    public static string Text(DateTimeOffset at, TimeZoneInfo zone) => FromInstant(at, zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
