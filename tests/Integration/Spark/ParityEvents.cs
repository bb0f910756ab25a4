using System.Buffers;
using System.Globalization;
using System.Text;
using Streaming.Pipeline.Events;

namespace Streaming.Tests.Integration.Spark;

/// <summary>
/// Records of users_created of every kind, the same in each run, in waves of a minute of <c>ingested_at</c> each: valid and broken by every rule, in every
/// script, in odd JSON and none, delivered again near and far, out of order, late, and behind the horizon.
/// </summary>
internal sealed class ParityEvents(int schema)
{
    public const int Waves = 10;

    /// <summary>In minutes. Events of three minutes before are late, those of more than seven are beyond it.</summary>
    public const int Horizon = 5;

    private const long Minute = 60_000_000;

    /// <summary>2026-06-01T12:00:00Z.</summary>
    private const long Start = 1_780_315_200_000_000;

    private static readonly (string First, string Last, string Country, string Nationality)[] People =
    [
        ("Femke", "Jansen", "Netherlands", "NL"), ("Øyvind", "Bråthen", "Norway", "no"), ("Милица", "Петровић", "Serbia", "RS"),
        ("نگار", "رضایی", "Iran", "IR"),
        ("Ελένη", "Παπαδοπούλου", "greece", "GR"), ("小百合", "山田", "Japan", "JP"), ("민준", "김", "South Korea", "KR"), ("अन्वी", "शर्मा", "India", "IN"),
        ("สมชาย", "ใจดี", "Thailand", "TH"), ("שרה", "כהן", "Israel", "IL"), ("Nguyễn", "Thị Hà", "Viet Nam", "VN"),
        ("Zoe\u0308", "Ang\u030Astro\u0308m", "SE", "SE"),
        ("தமிழ்", "செல்வி", "LK", "LK"), ("𝒜lba", "Ñíguez 😀", "", "ES"), ("O\"Brien\\", "d'Arc/", "United States of America", "US"),
    ];

    private static readonly Action<UserRow>[] Oddities = [.. Valid(), .. Broken()];

    private readonly Random _random = new(7);
    private readonly List<(string Key, byte[] Value, long RawSeq, int Wave, bool IsValid, int Behind)> _delivered = [];
    private long _number;

    // PROBE
    public static (string, byte[]) Plain(int schema, long number)
    {
        var id = IdOf(number).ToString();
        var n = number;
        while (People[n % People.Length].Nationality is "SE" or "LK" or "IN") n++;
        var row = Row(id, n, Start + number * 200);
        row.Set(UserField.Id, Encoding.UTF8.GetBytes(id));
        return (id, new ParityEvents(schema).Wire(row));
    }

    /// <summary>The records of a wave, of which there are so many.</summary>
    public IEnumerable<(string Key, byte[] Value, long RawSeq)> Wave(int wave, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var number = _number++;
            if (Repeated(wave, number) is { } again)
            {
                yield return again;
                continue;
            }

            var (key, value, isValid, behind) = One(wave, i, count, number);
            _delivered.Add((key, value, number + 1, wave, isValid, behind));
            yield return (key, value, number + 1);
        }
    }

    /// <summary>One valid user for each partition, in the last minute.</summary>
    public IEnumerable<(string Key, byte[] Value, long RawSeq)> Last()
    {
        for (var (number, open) = (0, new HashSet<int>(Enumerable.Range(0, Topics.UsersCreated.Partitions))); open.Count > 0; number++)
        {
            var id = IdOf(10_000_000 + number).ToString();
            if (!open.Remove(Topics.UsersCreated.PartitionOf(Encoding.UTF8.GetBytes(id)))) continue;
            yield return (id, Wire(Row(id, 0, Start + (Waves - 1) * Minute + 59_000_000 + number)), 10_000_000 + number);
        }
    }

    /// <summary>Of one in forty records a redelivery, mostly of a recent one; of what breaks a rule only those, as a far one is a dead letter twice.</summary>
    private (string Key, byte[] Value, long RawSeq)? Repeated(int wave, long number)
    {
        if (number % 40 != 39) return null;
        var near = number % 160 != 159;
        var candidates = _delivered
            .Where(record => near ? record.Wave >= wave - 1 && record.Behind <= 1 && HasIdentity(record.Value) : record.IsValid && record.Wave < wave - 7)
            .ToList();
        if (candidates.Count == 0) return null;
        var (key, value, seq, _, _, _) = candidates[_random.Next(Math.Max(0, candidates.Count - 2000), candidates.Count)];
        return (key, value, seq);
    }

    private (string Key, byte[] Value, bool IsValid, int Behind) One(int wave, int index, int count, long number)
    {
        var id = IdOf(number).ToString();
        if (number % 50 == 7 && Undecodable(number) is var value) return (id, value, false, 0);

        var behind = number % 97 == 5 ? 3 : number % 97 == 6 ? 8 : number % 11 == 3 ? 1 : 0;
        var minute = wave >= behind ? wave - behind : wave;
        var row = Row(id, number, Start + minute * Minute + index * 59_000_000L / count);
        var oddity = number % 5 == 2 ? Oddities[number / 5 % Oddities.Length] : null;
        oddity?.Invoke(row);
        var created = Wire(row);
        if (number % 50 == 17) created = Odd(created, number);
        return (id, created, oddity is null && number % 50 != 17, wave >= behind ? behind : 0);
    }

    private static Guid IdOf(long number) =>
        new((int)(number * 2_654_435_761L & int.MaxValue), 7, 0x4000, [0x80, 0, .. BitConverter.GetBytes(number).AsSpan(0, 6)]);

    private static bool HasIdentity(byte[] value) =>
        WireFormat.TryStrip(value, out _, out var json) && UserJson.TryRead(json, new UserRow(), []) && UserJson.TryReadIdentity(json, out _, out _);

    private static UserRow Row(string id, long number, long ingestedAt)
    {
        var row = new UserRow();
        var (first, last, country, nationality) = People[number % People.Length];
        var n = number.ToString(CultureInfo.InvariantCulture);
        Set(row, UserField.Id, number % 7 == 0 ? id.ToUpperInvariant() : id);
        Set(row, UserField.FirstName, first);
        Set(row, UserField.LastName, $"{last} {n}");
        Set(row, UserField.Gender, (number % 4) switch { 0 => "female", 1 => "Male", 2 => "OTHER", _ => "unknown" });
        Set(row, UserField.Address, $"{n} Lange Straat");
        Set(row, UserField.City, number % 3 == 0 ? "Ниш" : "São Luís");
        if (number % 13 != 0) Set(row, UserField.State, "Troms");
        if (country.Length > 0) Set(row, UserField.Country, country);
        Set(row, UserField.Nationality, nationality);
        Set(row, UserField.PostCode, n);
        Set(row, UserField.Latitude, (number % 4) switch { 0 => "12.50", 1 => "-0.00012", 2 => "89", _ => "1.5e1" });
        Set(row, UserField.Longitude, $"-{number % 180}.8803");
        Set(row, UserField.Email, number % 3 == 0 ? $"Ana..{n}@Example.ORG" : $"user+{n}@mail.example.com");
        Set(row, UserField.Username, $"swan{n}");
        Set(row, UserField.DateOfBirth, (number % 4) switch
        {
            0 => "1992-02-29T18:46:45.926Z",
            1 => "1950-06-01",
            2 => "2008-05-31 23:59:59",
            _ => "1900-01-01",
        });
        Set(row, UserField.RegisteredDate, "2018-07-22T19:29:37.0669999Z");
        Set(row, UserField.Phone, (number % 4) switch { 0 => "(089) 8673781", 1 => "+31 (6) 12+5", 2 => "call me", _ => "011-962-7516" });
        Set(row, UserField.Picture, $"https://randomuser.me/api/portraits/women/{number % 96}.jpg");
        row.SetTimestamp(UserField.IngestedAt, ingestedAt);
        return row;
    }

    private static void Set(UserRow row, UserField field, string value) => row.Set(field, Encoding.UTF8.GetBytes(value));

    private static IEnumerable<Action<UserRow>> Valid() =>
    [
        row => Set(row, UserField.City, " \u00A0Delft\u3000"), row => Set(row, UserField.City, ""), row => Set(row, UserField.State, " \t "),
        row => Set(row, UserField.Country, "Türkiye"), row => Set(row, UserField.Country, "ایران"),
        row => Set(row, UserField.Country, "Tu\u0308rkiye"),
        row => Set(row, UserField.Country, "BOSNIA AND HERZEGOVINA"), row => row.Remove(UserField.Country), row => Set(row, UserField.Country, ""),
        row => Set(row, UserField.Email, "a@bücher.example"), row => Set(row, UserField.Email, "مهراد.گلشن@example.com"),
        row => Set(row, UserField.Email, "a@例え.テスト"),
        row => Set(row, UserField.Phone, "+۹۸ ۲۱ ۱۲۳۴"), row => Set(row, UserField.Phone, "+"), row => row.Remove(UserField.Phone),
        row => Set(row, UserField.Phone, "++12+3"), row => row.Remove(UserField.Latitude), row => row.Remove(UserField.Picture),
        row => Set(row, UserField.Picture, "HTTP://bücher.example/ä?x=[1]#y"), row => Set(row, UserField.Gender, " FEMALE "),
        row => Set(row, UserField.FirstName, "e\u0323\u0302\u0301"), row => Set(row, UserField.FirstName, "\u212B\uFB1D"),
        row => Set(row, UserField.FirstName, "각\u11A8"),
        row => Set(row, UserField.City, new string('é', 256)), row => Set(row, UserField.Address, new string('x', 512)),
        row => Set(row, UserField.Latitude, "-90"),
        row => Set(row, UserField.Longitude, "1.8E+2"), row => Set(row, UserField.RegisteredDate, "1970-01-01"),
        row => Set(row, UserField.State, "نيم\u200Cفاصله"),
    ];

    private static IEnumerable<Action<UserRow>> Broken() =>
    [
        row => row.Remove(UserField.FirstName), row => Set(row, UserField.LastName, ""), row => Set(row, UserField.LastName, "\u2003"),
        row => row.Remove(UserField.Gender), row => row.Remove(UserField.Nationality), row => row.Remove(UserField.Email),
        row => row.Remove(UserField.DateOfBirth),
        row => row.Remove(UserField.RegisteredDate), row => row.Remove(UserField.IngestedAt), row => row.Remove(UserField.Id), row => row.Clear(),
        row => Set(row, UserField.Id, "x"), row => Set(row, UserField.Id, "{3f8a7c52-9d14-4b6e-8a53-1c2d3e4f5a6b}"),
        row => Set(row, UserField.Gender, "man"),
        row => Set(row, UserField.Nationality, "XX"), row => Set(row, UserField.Nationality, "NLD"), row => Set(row, UserField.Nationality, "ſ"),
        row => Set(row, UserField.Country, "Atlantis"), row => Set(row, UserField.Country, "Österreic"), row => Set(row, UserField.Email, "nowhere"),
        row => Set(row, UserField.Email, "a b@example.com"), row => Set(row, UserField.Email, "a@b"),
        row => Set(row, UserField.Email, "a@-b.example"),
        row => Set(row, UserField.Email, "a@b.example-"), row => Set(row, UserField.Email, "@example.com"),
        row => Set(row, UserField.Email, "a@@example.com"),
        row => Set(row, UserField.Email, $"a@{new string('b', 64)}.example"), row => Set(row, UserField.Email, $"{new string('a', 250)}@example.com"),
        row => Set(row, UserField.Email, "a\u0085@example.com"), row => Set(row, UserField.Email, "a@bü cher.example"),
        row => Set(row, UserField.Email, "a@\u00AD.example"),
        row => Set(row, UserField.DateOfBirth, "yesterday"), row => Set(row, UserField.DateOfBirth, "0000-01-01T00:00:00Z"),
        row => Set(row, UserField.DateOfBirth, "1899-12-31T23:59:59.999Z"),
        row => Set(row, UserField.DateOfBirth, "9999-12-31T23:59:59Z"), row => Set(row, UserField.DateOfBirth, "2023-02-29"),
        row => Set(row, UserField.DateOfBirth, "1999-12-31 24:00:00"),
        row => Set(row, UserField.DateOfBirth, "1999-12-31T23:59:60Z"), row => Set(row, UserField.DateOfBirth, "1999-1-1"),
        row => Set(row, UserField.DateOfBirth, "1999-12-31T23:59:59+01:00"),
        row => Set(row, UserField.DateOfBirth, "1999-12-31T23:59:59.Z"), row => Set(row, UserField.DateOfBirth, "1999-12-31T23:59:59.1234567890Z"),
        row => Set(row, UserField.RegisteredDate, "1969-12-31 23:59:59"), row => Set(row, UserField.RegisteredDate, "2026-07-02"),
        row => Set(row, UserField.IngestedAt, "now"),
        row => Set(row, UserField.Latitude, "90.0001"), row => Set(row, UserField.Latitude, "1e999"), row => Set(row, UserField.Longitude, "-180.5"),
        row => Set(row, UserField.Longitude, new string('1', 40)), row => Set(row, UserField.Picture, "/portraits/1.jpg"),
        row => Set(row, UserField.Picture, "ftp://example.com/1.jpg"),
        row => Set(row, UserField.Picture, "https:///1.jpg"), row => Set(row, UserField.Picture, "https://.example"),
        row => Set(row, UserField.Picture, "https://example.com/a b.jpg"),
        row => Set(row, UserField.Picture, "https://example.com/a|b"), row => Set(row, UserField.Picture, "https://example.com/ä\u00A0b"),
        row => Set(row, UserField.City, "a\0b"),
        row => Set(row, UserField.City, "a\u0085b"), row => Set(row, UserField.Phone, "12\u007F"), row => Set(row, UserField.Username, "a\tb"),
        row => Set(row, UserField.City, new string('é', 257)),
        row => Set(row, UserField.Address, new string('x', 513)), row => Set(row, UserField.Picture, "https://example.com/" + new string('p', 2048)),
        row =>
        {
            Set(row, UserField.Email, "nowhere");
            Set(row, UserField.Nationality, "XX");
            Set(row, UserField.DateOfBirth, "1899-01-01");
            Set(row, UserField.City, new string('\u0081', 300));
        },
    ];

    private byte[] Wire(UserRow row)
    {
        var output = new ArrayBufferWriter<byte>();
        WireFormat.WritePrefix(output, schema);
        UserJson.Write(output, row, UserForm.Created);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The same user in JSON that nobody here writes: decoded or refused, field by field.</summary>
    private byte[] Odd(byte[] created, long number)
    {
        var json = Encoding.UTF8.GetString(created.AsSpan(WireFormat.PrefixLength));
        var odd = (number / 50 % 12) switch
        {
            0 => json.Replace(",\"", ", \n\""),
            1 => json.Insert(1, "\"nested\":{\"id\":[1,{\"a\":\"]}\"}]},"),
            2 => json.Replace("\"city\":", "\"city\":null,\"ci\\u0074y\":"),
            3 => json.Replace("\"city\":\"", "\"city\":\"\\u0041\\ud83d\\ude00"),
            4 => json.Replace("\"city\":\"", "\"city\":\"\\ud83d"),
            5 => json.Replace("\"username\":\"", "\"username\":7,\"other\":\""),
            6 => json.Replace("\"latitude\":", "\"latitude\":\"1\",\"gender\":[1],\"x\":"),
            7 => json.Insert(1, "\"nickname\":\"Zed\","),
            8 => json.Insert(1, "\"age\":\"7\","),
            9 => json.Insert(1, "\"level\":17,\"admin\":false,"),
            10 => json.Replace("\"email\":\"", "\"email\":{\"a\":1},\"e\":\""),
            _ => json.Replace("\"city\":", "\"city\":\"Oslo\",\"city\":"),
        };
        return [.. created.AsSpan(0, WireFormat.PrefixLength), .. Encoding.UTF8.GetBytes(odd)];
    }

    /// <summary>Nothing of it can be known; each is another, as of two that are the same both are dead letters in process.</summary>
    private byte[] Undecodable(long number)
    {
        var n = number.ToString(CultureInfo.InvariantCulture);
        byte[] prefix = [0, (byte)(schema >> 24), (byte)(schema >> 16), (byte)(schema >> 8), (byte)schema];
        return (number / 50 % 8) switch
        {
            0 => Encoding.UTF8.GetBytes($"{{\"n\":{n}}}"),
            1 => [0, 0, 7, 7, 7, .. Encoding.UTF8.GetBytes($"{{\"n\":{n}}}")],
            2 => [.. prefix, .. Encoding.UTF8.GetBytes($"{{\"id\":\"{n}")],
            3 => [.. prefix, .. Encoding.UTF8.GetBytes($"[{n}]")],
            4 => [.. prefix, .. Encoding.UTF8.GetBytes($"{{\"n\":\"{n}"), 0xC3, 0x28, (byte)'"', (byte)'}'],
            5 => [.. prefix, .. Encoding.UTF8.GetBytes($"{{\"n\":{n},}}")],
            6 => [.. prefix, .. Encoding.UTF8.GetBytes($"{{\"n\":{new string('[', 70)}{n}{new string(']', 70)}}}")],
            _ => [.. prefix, .. Encoding.UTF8.GetBytes($"{{\"id\":\"{n}\"}} x")],
        };
    }
}
