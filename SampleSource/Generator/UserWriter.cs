namespace Streaming.SampleSource.Generator;

/// <summary>Writes one user, field by field, in the shape of randomuser.me 1.4.</summary>
internal static class UserWriter
{
    /// <summary>No user is longer, in bytes.</summary>
    public const int MaxLength = 4096;

    private static readonly DateTime Today = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly Words Adjectives = "quiet, brave, golden, sleepy, clever, tiny, stormy, velvet, crimson, lucky";
    private static readonly Words Animals = "heron, badger, otter, lynx, falcon, gecko, walrus, puffin, marten, bison";

    private static readonly (byte[] Offset, byte[] Description)[] TimeZones =
    [
        ("-10:00"u8.ToArray(), "Hawaii"u8.ToArray()), ("-8:00"u8.ToArray(), "Pacific Time"u8.ToArray()), ("-3:30"u8.ToArray(), "Newfoundland"u8.ToArray()),
        ("0:00"u8.ToArray(), "Greenwich Mean Time"u8.ToArray()), ("+1:00"u8.ToArray(), "Central European Time"u8.ToArray()), ("+3:30"u8.ToArray(), "Tehran"u8.ToArray()),
        ("+5:45"u8.ToArray(), "Kathmandu"u8.ToArray()), ("+9:00"u8.ToArray(), "Tokyo"u8.ToArray()), ("+12:00"u8.ToArray(), "Auckland"u8.ToArray()),
    ];

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
            Location(ref json, person);
        if ((fields & Fields.Email) != 0)
            Email(ref json, person);
        if ((fields & Fields.Login) != 0)
            Login(ref json, person);
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

    private static void Location(ref JsonBytes json, in Person person)
    {
        var rng = person.Draw(Fields.Location);
        var nationality = person.Nationality;
        json.Open("location"u8);
        json.Open("street"u8);
        json.Key("number"u8);
        json.Number(rng.Below(9999) + 1);
        json.Text("name"u8, nationality.Streets.Pick(ref rng));
        json.Close();

        var place = nationality.Places.Pick(ref rng);
        var slash = place.IndexOf((byte)'/');
        json.Text("city"u8, place[..slash]);
        json.Text("state"u8, place[(slash + 1)..]);
        json.Text("country"u8, nationality.Country);
        PostCode(ref json, nationality, ref rng);

        json.Open("coordinates"u8);
        json.Key("latitude"u8);
        if (person.Malformation == Malformation.LatitudeIsNowhere)
            json.Text("999.0000"u8);
        else
            Degrees(ref json, 90, ref rng);
        json.Key("longitude"u8);
        Degrees(ref json, 180, ref rng);
        json.Close();

        var (offset, description) = TimeZones[rng.Below(TimeZones.Length)];
        json.Open("timezone"u8);
        json.Text("offset"u8, offset);
        json.Text("description"u8, description);
        json.Close();
        json.Close();
    }

    private static void PostCode(ref JsonBytes json, Nationality nationality, ref Rng rng)
    {
        json.Key("postcode"u8);
        if (!nationality.PostCodeIsNumber)
            json.Raw((byte)'"');
        json.Pattern(nationality.PostCode, ref rng);
        if (!nationality.PostCodeIsNumber)
            json.Raw((byte)'"');
    }

    private static void Degrees(ref JsonBytes json, int limit, ref Rng rng)
    {
        var value = rng.Below(2 * limit * 10_000 + 1) - limit * 10_000;
        json.Raw((byte)'"');
        if (value < 0)
            json.Raw((byte)'-');
        json.Number(Math.Abs(value) / 10_000);
        json.Raw((byte)'.');
        json.Digits(Math.Abs(value) % 10_000, 4);
        json.Raw((byte)'"');
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

    /// <summary>The digests are digits that nothing was digested to: a consumer has to drop them anyway.</summary>
    private static void Login(ref JsonBytes json, in Person person)
    {
        var rng = person.Draw(Fields.Login);
        json.Open("login"u8);
        json.Key("uuid"u8);
        Uuid(ref json, rng.Next(), rng.Next());
        json.Key("username"u8);
        json.Raw((byte)'"');
        json.Raw(Adjectives.Pick(ref rng));
        json.Raw(Animals.Pick(ref rng));
        json.Digits(100 + rng.Below(900), 3);
        json.Raw((byte)'"');
        Digest(ref json, "password"u8, 10, ref rng);
        Digest(ref json, "salt"u8, 8, ref rng);
        Digest(ref json, "md5"u8, 32, ref rng);
        Digest(ref json, "sha1"u8, 40, ref rng);
        Digest(ref json, "sha256"u8, 64, ref rng);
        json.Close();
    }

    // Version 4 (RFC 9562): 122 random bits.
    private static void Uuid(ref JsonBytes json, ulong high, ulong low)
    {
        json.Raw((byte)'"');
        json.Hex(high >> 32, 8);
        json.Raw((byte)'-');
        json.Hex(high >> 16, 4);
        json.Raw("-4"u8);
        json.Hex(high, 3);
        json.Raw((byte)'-');
        json.Hex(0x8 | (low >> 62), 1);
        json.Hex(low >> 48, 3);
        json.Raw((byte)'-');
        json.Hex(low, 12);
        json.Raw((byte)'"');
    }

    private static void Digest(ref JsonBytes json, ReadOnlySpan<byte> key, int digits, ref Rng rng)
    {
        json.Key(key);
        json.Raw((byte)'"');
        for (; digits > 16; digits -= 16)
            json.Hex(rng.Next(), 16);
        json.Hex(rng.Next(), digits);
        json.Raw((byte)'"');
    }

    // Ages count from a fixed day, so that an answer is the same on every day.
    private static void Dates(ref JsonBytes json, in Person person, Fields fields)
    {
        var rng = person.Draw(Fields.Dob);
        var born = Today.AddYears(-80).AddMilliseconds(rng.Below((long)TimeSpan.FromDays(60 * 365).TotalMilliseconds));
        var grown = born.AddYears(18);
        var registered = grown.AddMilliseconds(rng.Below((long)(Today - grown).TotalMilliseconds));

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
