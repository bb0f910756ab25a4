using System.Text;

namespace Streaming.Pipeline.Events;

/// <summary>What is known of each field: its name in JSON and in tables, its kind, and whether it is personal data.</summary>
public static class UserFields
{
    private const bool Personal = true;

    /// <summary>By <see cref="UserField"/>.</summary>
    public static readonly IReadOnlyList<FieldInfo> All =
    [
        new(UserField.Id, "id") { Required = true },
        new(UserField.FirstName, "first_name", Personal) { Required = true },
        new(UserField.LastName, "last_name", Personal) { Required = true },
        new(UserField.Gender, "gender") { Required = true },
        new(UserField.Address, "address", Personal) { MaxCharacters = 512 },
        new(UserField.City, "city", Personal),
        new(UserField.State, "state"),
        new(UserField.Country, "country"),
        new(UserField.Nationality, "nationality") { Required = true },
        new(UserField.PostCode, "post_code", Personal),
        new(UserField.Latitude, "latitude", Personal) { Kind = FieldKind.Number },
        new(UserField.Longitude, "longitude", Personal) { Kind = FieldKind.Number },
        new(UserField.Email, "email", Personal) { Required = true },
        new(UserField.Username, "username", Personal),
        new(UserField.DateOfBirth, "date_of_birth", Personal) { Required = true },
        new(UserField.RegisteredDate, "registered_date") { Required = true },
        new(UserField.Phone, "phone", Personal),
        new(UserField.Picture, "picture", Personal) { MaxCharacters = 2048 },
        new(UserField.IngestedAt, "ingested_at") { Required = true },
        new(UserField.Age, "age") { Required = true, Kind = FieldKind.Integer },
        new(UserField.FullName, "full_name", Personal) { Required = true, MaxCharacters = 513 },
        new(UserField.ProcessedAt, "processed_at") { Required = true },
    ];

    /// <summary>Fields of the created form; the processed form has all.</summary>
    public const int CreatedCount = (int)UserField.Age;

    public const int Count = (int)UserField.ProcessedAt + 1;

    /// <summary>The order of members in JSON: what rebuilds state needs only the first two.</summary>
    internal static readonly UserField[] JsonOrder =
        [UserField.Id, UserField.IngestedAt, .. All.Select(info => info.Field).Where(field => field is not (UserField.Id or UserField.IngestedAt))];

    private static readonly FieldInfo[] ByField = [.. All];

    public static FieldInfo Info(this UserField field) => ByField[(int)field];

    /// <summary>The field's name in JSON, in tables and in violations.</summary>
    public static string Name(this UserField field) => ByField[(int)field].Name;

    /// <summary>Finds a field by its UTF-8 name.</summary>
    public static bool TryFind(ReadOnlySpan<byte> name, out UserField field)
    {
        foreach (var info in ByField)
        {
            if (!name.SequenceEqual(info.Utf8Name)) continue;
            field = info.Field;
            return true;
        }

        field = default;
        return false;
    }
}

/// <summary>How a field's value is written in JSON.</summary>
public enum FieldKind : byte
{
    Text,
    Number,
    Integer,
}

/// <summary>One field.</summary>
/// <param name="Personal">Whether the value tells something about a person, so that it is masked where it is shown.</param>
public sealed record FieldInfo(UserField Field, string Name, bool Personal = false)
{
    private readonly byte[] _utf8Name = Encoding.UTF8.GetBytes(Name);

    public FieldKind Kind { get; init; } = FieldKind.Text;

    /// <summary>Whether a valid user has a value here.</summary>
    public bool Required { get; init; }

    /// <summary>The longest value that passes, in Unicode characters.</summary>
    public int MaxCharacters { get; init; } = 256;

    public ReadOnlySpan<byte> Utf8Name => _utf8Name;

    /// <summary>The name as a JSON member opens: quoted, with its colon.</summary>
    internal byte[] JsonMember { get; } = Encoding.UTF8.GetBytes($"\"{Name}\":");
}
