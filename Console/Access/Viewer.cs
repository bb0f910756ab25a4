namespace Streaming.Console.Access;

/// <summary>Who looks at a page: the time zone of the browser.</summary>
internal sealed class Viewer
{
    /// <summary>UTC until the browser has told its own.</summary>
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <param name="id">An IANA name, as browsers have it; one that is not known here leaves UTC.</param>
    public void SetZone(string id)
    {
        if (TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone)) Zone = zone;
    }
}
