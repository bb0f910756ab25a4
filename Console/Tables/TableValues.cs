using System.Globalization;
using System.Text;
using Streaming.Pipeline.Events;

namespace Streaming.Console.Tables;

/// <summary>Makes a <see cref="StoredUser"/> of what the servers' clients read.</summary>
internal static class TableValues
{
    public static readonly string Columns = string.Join(", ", UserFields.All.Select(info => info.Name));

    /// <param name="value">The value of a field, of the type that the client has for its column; null where there is none.</param>
    public static StoredUser ToUser(Guid id, long version, Func<FieldInfo, object?> value)
    {
        var values = new Dictionary<UserField, string>();
        foreach (var info in UserFields.All)
            if (value(info) is { } present) values.Add(info.Field, ToText(present));

        // Cassandra's timestamps are of milliseconds; a version is of microseconds.
        values[UserField.IngestedAt] = ToText(version);
        return new StoredUser(id, version, values);
    }

    private static string ToText(object value) => value switch
    {
        DateTimeOffset time => ToText(time.UtcDateTime),
        DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string ToText(long version)
    {
        Span<byte> text = stackalloc byte[Timestamps.Length];
        Timestamps.Write(version, text);
        return Encoding.ASCII.GetString(text);
    }
}
