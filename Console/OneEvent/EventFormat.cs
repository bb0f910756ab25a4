using System.Globalization;

namespace Streaming.Console.OneEvent;

/// <summary>How the page of one event shows times.</summary>
internal static class EventFormat
{
    public const string Time = "yyyy-MM-dd HH:mm:ss.ffffff";

    /// <summary>How long after it came in, as <c>12.3 ms after it came in</c>.</summary>
    public static string Since(DateTimeOffset ingestedAt, DateTimeOffset time)
    {
        var passed = time - ingestedAt;
        var number = passed.Duration() < TimeSpan.FromSeconds(1) ? $"{passed.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture)} ms"
            : passed < TimeSpan.FromMinutes(10) ? $"{passed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s"
            : passed.ToString("g", CultureInfo.InvariantCulture);
        return $"{number} after it came in";
    }
}
