using System.Text;

namespace Streaming.Pipeline.Events;

/// <summary>What a member of a raw record may be.</summary>
[Flags]
internal enum RawKinds : byte
{
    Object = 1,
    Text = 2,
    Number = 4,

    /// <summary>A number, also one that is written as a string.</summary>
    NumberOrItsText = 8,

    /// <summary>A string that is a UUID; it is looked at and not kept.</summary>
    Uuid = 16,
}

/// <summary>A member of a raw record that a field is read from, or an object with such members. What is not named here is skipped.</summary>
internal sealed class RawShape
{
    /// <summary>The house number and the street's name, which become part of the address.</summary>
    public const UserField StreetNumber = (UserField)UserFields.Count;
    public const UserField StreetName = StreetNumber + 1;

    /// <summary>A record of API versions 1.1 to 1.4: a street is one string up to 1.2, a date is one string in 1.1.</summary>
    public static readonly RawShape Record = new("", RawKinds.Object, null,
        Text("gender", UserField.Gender),
        Object("name",
            Text("first", UserField.FirstName),
            Text("last", UserField.LastName)),
        Object("location",
            new RawShape("street", RawKinds.Object | RawKinds.Text, StreetName,
                new RawShape("number", RawKinds.Text | RawKinds.Number, StreetNumber),
                new RawShape("name", RawKinds.Text, StreetName)),
            Text("city", UserField.City),
            Text("state", UserField.State),
            Text("country", UserField.Country),
            new RawShape("postcode", RawKinds.Text | RawKinds.Number, UserField.PostCode),
            Object("coordinates",
                new RawShape("latitude", RawKinds.NumberOrItsText, UserField.Latitude),
                new RawShape("longitude", RawKinds.NumberOrItsText, UserField.Longitude))),
        Text("email", UserField.Email),
        Object("login",
            new RawShape("uuid", RawKinds.Uuid, UserField.Id),
            Text("username", UserField.Username)),
        Date("dob", UserField.DateOfBirth),
        Date("registered", UserField.RegisteredDate),
        Text("phone", UserField.Phone),
        Object("picture", Text("large", UserField.Picture)),
        Text("nat", UserField.Nationality));

    private readonly RawKinds _kinds;
    private readonly byte[] _name;

    private RawShape(string name, RawKinds kinds, UserField? field, params RawShape[] members)
    {
        Path = name;
        _name = Encoding.UTF8.GetBytes(name);
        _kinds = kinds;
        Field = field;
        Members = members;
        if (name.Length > 0) Array.ForEach(members, member => member.Prefix(name));
    }

    /// <summary>The member's names from the record down, joined by dots.</summary>
    public string Path { get; private set; }

    public ReadOnlySpan<byte> Name => _name;

    public UserField? Field { get; }

    /// <summary>In the order in which the source writes them.</summary>
    public RawShape[] Members { get; }

    public bool Takes(RawKinds kind) => (_kinds & kind) != 0;

    /// <summary>The name that a violation gives: the field's, or the path where the member is no field by itself.</summary>
    public string ViolationField => Field is { } own && own < StreetNumber ? own.Name() : Path;

    public string Expected => _kinds switch
    {
        RawKinds.Object => "an object",
        RawKinds.Text or RawKinds.Uuid => "a string",
        RawKinds.NumberOrItsText => "a number",
        RawKinds.Text | RawKinds.Number => "a string or a number",
        _ => "a string or an object",
    };

    private static RawShape Text(string name, UserField field) => new(name, RawKinds.Text, field);

    private static RawShape Object(string name, params RawShape[] members) => new(name, RawKinds.Object, null, members);

    private static RawShape Date(string name, UserField field) => new(name, RawKinds.Text | RawKinds.Object, field, Text("date", field));

    private void Prefix(string parent)
    {
        Path = $"{parent}.{Path}";
        Array.ForEach(Members, member => member.Prefix(parent));
    }
}
