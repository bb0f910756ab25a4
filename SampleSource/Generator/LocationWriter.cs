namespace Streaming.SampleSource.Generator;

internal static class LocationWriter
{
    private static readonly (byte[] Offset, byte[] Description)[] TimeZones =
    [
        ("-10:00"u8.ToArray(), "Hawaii"u8.ToArray()), ("-8:00"u8.ToArray(), "Pacific Time"u8.ToArray()), ("-3:30"u8.ToArray(), "Newfoundland"u8.ToArray()),
        ("0:00"u8.ToArray(), "Greenwich Mean Time"u8.ToArray()), ("+1:00"u8.ToArray(), "Central European Time"u8.ToArray()),
        ("+3:30"u8.ToArray(), "Tehran"u8.ToArray()),
        ("+5:45"u8.ToArray(), "Kathmandu"u8.ToArray()), ("+9:00"u8.ToArray(), "Tokyo"u8.ToArray()), ("+12:00"u8.ToArray(), "Auckland"u8.ToArray()),
    ];

    public static void Write(ref JsonBytes json, in Person person)
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
}
