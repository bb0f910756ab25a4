using System.Text.Json;
using System.Text.Json.Nodes;
using Streaming.Pipeline.Events;

namespace Streaming.Console.DeadLetters;

/// <summary>A field of a raw record that can be mended, and where it lies there.</summary>
/// <param name="Name">As violations name it.</param>
/// <param name="Field">What is read from it.</param>
internal sealed record MendField(string Name, UserField Field, params string[] Path)
{
    private const string DateMember = "date";

    /// <summary>What an event is made of, but for <c>ingested_at</c>, which the raw store gives; of the address the part that is no field by itself.</summary>
    public static readonly IReadOnlyList<MendField> All =
    [
        Of(UserField.Id, "login", "uuid"),
        Of(UserField.FirstName, "name", "first"),
        Of(UserField.LastName, "name", "last"),
        Of(UserField.Gender, "gender"),
        Of(UserField.Email, "email"),
        Of(UserField.Username, "login", "username"),
        Of(UserField.DateOfBirth, "dob", DateMember),
        Of(UserField.RegisteredDate, "registered", DateMember),
        Of(UserField.Nationality, "nat"),
        new("street", UserField.Address, "location", "street"),
        Of(UserField.City, "location", "city"),
        Of(UserField.State, "location", "state"),
        Of(UserField.Country, "location", "country"),
        Of(UserField.PostCode, "location", "postcode"),
        Of(UserField.Latitude, "location", "coordinates", "latitude"),
        Of(UserField.Longitude, "location", "coordinates", "longitude"),
        Of(UserField.Phone, "phone"),
        Of(UserField.Picture, "picture", "large"),
    ];

    public bool Personal => Field.Info().Personal;

    /// <summary>Whether a violation is about this field: it names the field, or an object on the way to it.</summary>
    public bool IsMeantBy(string violationField) =>
        violationField == Field.Name() || Joined == violationField || Joined.StartsWith($"{violationField}.", StringComparison.Ordinal)
        || violationField.StartsWith($"{Joined}.", StringComparison.Ordinal);

    /// <summary>The value as text; empty where there is none. A street of number and name is one line.</summary>
    public string Read(JsonObject record)
    {
        JsonNode? node = record;
        foreach (var name in Path)
        {
            // In version 1.1 a date is a string by itself.
            if (node is JsonValue && name == DateMember) break;
            node = (node as JsonObject)?[name];
        }

        return node is JsonObject { Count: > 0 } street && Field == UserField.Address
            ? string.Join(' ', new[] { Text(street["number"]), Text(street["name"]) }.Where(part => part.Length > 0))
            : Text(node);
    }

    /// <summary>Sets the value as a string; an empty one removes it. An object on the way that is none is replaced by one.</summary>
    public void Write(JsonObject record, string value)
    {
        var path = Path[^1] == DateMember && record[Path[0]] is JsonValue ? Path.AsSpan(0, 1) : Path;
        var parent = record;
        foreach (var name in path[..^1])
        {
            if (parent[name] is not JsonObject child) parent[name] = child = [];
            parent = child;
        }

        if (value.Length == 0) parent.Remove(path[^1]);
        else parent[path[^1]] = value;
    }

    private string Joined { get; } = string.Join('.', Path);

    private static MendField Of(UserField field, params string[] path) => new(field.Name(), field, path);

    /// <summary>A string as it is, anything else as JSON.</summary>
    public static string Text(JsonNode? node) => node switch
    {
        null => "",
        JsonValue when node.GetValueKind() == JsonValueKind.String => node.GetValue<string>(),
        _ => node.ToJsonString(),
    };
}
