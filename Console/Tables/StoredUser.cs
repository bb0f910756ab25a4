using System.Globalization;
using Streaming.Pipeline.Events;

namespace Streaming.Console.Tables;

/// <summary>A row of <c>created_users</c>.</summary>
/// <param name="Version">The row's version: <c>ingested_at</c> of its newest accepted record, in microseconds since 1970.</param>
/// <param name="Values">The columns that have a value, as text: times as ISO 8601 has them, numbers as in JSON.</param>
internal sealed record StoredUser(Guid Id, long Version, IReadOnlyDictionary<UserField, string> Values)
{
    /// <summary>Where the user is to be in <c>users_by_country</c>; null where the row lacks what the place is made of.</summary>
    public UserPlace? Place => Values.TryGetValue(UserField.Country, out var country) && Values.TryGetValue(UserField.RegisteredDate, out var registered)
        ? new UserPlace(country, DateTimeOffset.Parse(registered, CultureInfo.InvariantCulture), Id)
        : null;
}

/// <summary>A row of <c>users_by_country</c>.</summary>
internal sealed record UserPlace(string Country, DateTimeOffset RegisteredAt, Guid Id);

/// <summary>A count of <c>user_stats</c>, of all partitions together.</summary>
/// <param name="WindowStart">The minute of <c>ingested_at</c>.</param>
/// <param name="Late">How many of <paramref name="Count"/> came after the allowed lateness.</param>
/// <param name="Final">Whether the window is closed in every partition that counted it.</param>
internal sealed record MinuteCount(DateTimeOffset WindowStart, string Nationality, string Gender, long Count, long Late, bool Final);
