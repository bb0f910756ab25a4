namespace Streaming.SampleSource.Generator;

/// <summary>Writes one user, field by field, in the shape of randomuser.me 1.4.</summary>
internal static class UserWriter
{
    /// <summary>No user is longer, in bytes.</summary>
    public const int MaxLength = 4096;

    private static readonly DateTime Today = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Nobody could register before.</summary>
    private static readonly DateTime OpenedOn = new(2005, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static void Write(ref JsonBytes json, in Person person, Fields fields)
    {
        if (person.Malformation == Malformation.NotAnObject)
        {
            json.Text("user"u8);
            return;
        }

        json.Raw((byte)'{');
        if ((fields & Fields.Gender) != 0)
            json.Text("gender"u8, person.Female ? "female"u8 : "male"u8);
        if ((fields & Fields.Name) != 0)
            Name(ref json, person);
        if ((fields & Fields.Location) != 0)
            LocationWriter.Write(ref json, person);
        if ((fields & Fields.Email) != 0)
            Email(ref json, person);
        if ((fields & Fields.Login) != 0)
            LoginWriter.Write(ref json, person);
        if ((fields & (Fields.Dob | Fields.Registered)) != 0)
            Dates(ref json, person, fields);
        if ((fields & Fields.Phone) != 0)
            Number(ref json, "phone"u8, person.Nationality.Phone, person.Draw(Fields.Phone));
        if ((fields & Fields.Cell) != 0)
            Number(ref json, "cell"u8, person.Nationality.Cell, person.Draw(Fields.Cell));
        if ((fields & Fields.Id) != 0)
            Id(ref json, person);
        if ((fields & Fields.Picture) != 0)
            Picture(ref json, person);
        if ((fields & Fields.Nat) != 0)
            json.Text("nat"u8, person.Nationality.Code);
        json.Close();
    }

    private static void Name(ref JsonBytes json, in Person person)
    {
        var rng = person.Draw(Fields.Name);
        json.Open("name"u8);
        json.Text("title"u8, person.Titles.Pick(ref rng));
        json.Key("first"u8);
        if (person.Malformation == Malformation.NameIsNull)
            json.Raw("null"u8);
        else
            json.Text(person.FirstNames[person.First]);
        json.Text("last"u8, person.Nationality.Surnames[person.Last]);
        json.Close();
    }

    private static void Email(ref JsonBytes json, in Person person)
    {
        json.Key("email"u8);
        json.Raw((byte)'"');
        json.Raw(person.FirstNames.Ascii(person.First));
        json.Raw((byte)'.');
        json.Raw(person.Nationality.Surnames.Ascii(person.Last));
        json.Raw(person.Malformation == Malformation.MailHasNoDomain ? " at example"u8 : "@example.com"u8);
        json.Raw((byte)'"');
    }

    // Ages count from a fixed day, so that an answer is the same on every day.
    private static void Dates(ref JsonBytes json, in Person person, Fields fields)
    {
        var rng = person.Draw(Fields.Dob);
        var born = Today.AddYears(-80).AddMilliseconds(rng.Below((long)TimeSpan.FromDays(60 * 365).TotalMilliseconds));
        var grown = born.AddYears(18);
        var first = grown > OpenedOn ? grown : OpenedOn;
        var registered = first.AddMilliseconds(rng.Below((long)(Today - first).TotalMilliseconds));

        if ((fields & Fields.Dob) != 0)
            Date(ref json, "dob"u8, born, malformed: person.Malformation == Malformation.BirthIsNoDate);
        if ((fields & Fields.Registered) != 0)
            Date(ref json, "registered"u8, registered, malformed: false);
    }

    private static void Date(ref JsonBytes json, ReadOnlySpan<byte> key, DateTime value, bool malformed)
    {
        json.Open(key);
        json.Key("date"u8);
        json.Raw((byte)'"');
        if (malformed)
            json.Raw("yesterday"u8);
        else
            json.Instant(value);
        json.Raw((byte)'"');
        json.Key("age"u8);
        var years = Today.Year - value.Year;
        json.Number(value.AddYears(years) > Today ? years - 1 : years);
        json.Close();
    }

    private static void Number(ref JsonBytes json, ReadOnlySpan<byte> key, string pattern, Rng rng)
    {
        json.Key(key);
        json.Raw((byte)'"');
        json.Pattern(pattern, ref rng);
        json.Raw((byte)'"');
    }

    private static void Id(ref JsonBytes json, in Person person)
    {
        var rng = person.Draw(Fields.Id);
        json.Open("id"u8);
        json.Key("name"u8);
        json.Raw((byte)'"');
        json.Pattern(person.Nationality.IdName, ref rng);
        json.Raw((byte)'"');
        if (person.Nationality.IdValue.Length == 0)
        {
            json.Key("value"u8);
            json.Raw("null"u8);
        }
        else
        {
            Number(ref json, "value"u8, person.Nationality.IdValue, rng);
        }

        json.Close();
    }

    private static void Picture(ref JsonBytes json, in Person person)
    {
        var rng = person.Draw(Fields.Picture);
        var number = rng.Below(100);
        json.Open("picture"u8);
        Link(ref json, "large"u8, ""u8, person.Female, number);
        Link(ref json, "medium"u8, "med/"u8, person.Female, number);
        Link(ref json, "thumbnail"u8, "thumb/"u8, person.Female, number);
        json.Close();

        static void Link(ref JsonBytes json, ReadOnlySpan<byte> key, ReadOnlySpan<byte> size, bool female, int number)
        {
            json.Key(key);
            json.Raw("\"https://randomuser.me/api/portraits/"u8);
            json.Raw(size);
            json.Raw(female ? "women/"u8 : "men/"u8);
            json.Number(number);
            json.Raw(".jpg\""u8);
        }
    }
}
