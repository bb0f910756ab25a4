using System.Text;
using Streaming.Pipeline.Events;

namespace Streaming.Tests.Integration.CassandraSink;

/// <summary>Makes versions of users.</summary>
internal static class TestUsers
{
    /// <summary>2026-01-01T00:00:00Z, in microseconds.</summary>
    public const long Start = 1_767_225_600_000_000;

    /// <summary>A user with a value in every field that is not named as absent.</summary>
    public static UserRow Row(Guid id, long ingestedAt, string tag = "", params UserField[] absent)
    {
        var row = new UserRow();
        foreach (var info in UserFields.All) row.Set(info.Field, Encoding.UTF8.GetBytes($"{info.Name} {tag}"));
        row.Set(UserField.Id, id);
        row.Set(UserField.Latitude, "-12.3456"u8);
        row.Set(UserField.Longitude, "179.25"u8);
        row.Set(UserField.Age, "41"u8);
        row.SetTimestamp(UserField.DateOfBirth, -1_000_000_000_000_001);
        row.SetTimestamp(UserField.RegisteredDate, 1_111_111_111_111_111);
        row.SetTimestamp(UserField.IngestedAt, ingestedAt);
        row.SetTimestamp(UserField.ProcessedAt, ingestedAt + 7);
        foreach (var field in absent) row.Remove(field);
        return row;
    }

    public static UserRow With(this UserRow row, UserField field, string value)
    {
        row.Set(field, Encoding.UTF8.GetBytes(value));
        return row;
    }
}
