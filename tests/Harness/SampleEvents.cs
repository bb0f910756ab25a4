using System.Buffers;
using System.Globalization;
using System.Text;

namespace Streaming.Tests.Harness;

/// <summary>Events as a client pushes them: users in the shape of randomuser.me's version 1.4, about 1.1 KB each, the same for the same number.</summary>
public static class SampleEvents
{
    private static readonly (string Nat, string Country, string City, string First, string Last)[] People =
    [
        ("NL", "Netherlands", "Delft", "Femke", "Jansen"), ("NO", "Norway", "Bergen", "Øyvind", "Bråthen"), ("RS", "Serbia", "Ниш", "Милица", "Петровић"),
        ("IR", "Iran", "تبریز", "نگار", "رضایی"), ("BR", "Brazil", "São Luís", "Antônia", "Gonçalves"), ("DE", "Germany", "Köln", "Jürgen", "Weiß"),
        ("US", "United States", "Salem", "Grace", "Walker"), ("IN", "India", "Jaipur", "Anaya", "Kulkarni"),
    ];

    /// <summary>The id of event <paramref name="number"/> of a series.</summary>
    public static Guid Id(int series, long number) => new(series, 0x5eed, 0x4000, [0x80, 0, .. BitConverter.GetBytes(number).AsSpan(0, 6)]);

    /// <summary>Events <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> - 1 of a series, one a line.</summary>
    public static byte[] Lines(int series, long first, int count)
    {
        var lines = new ArrayBufferWriter<byte>(count * 1200);
        for (var number = first; number < first + count; number++)
        {
            Encoding.UTF8.GetBytes(One(Id(series, number), number), lines);
            lines.Write("\n"u8);
        }

        return lines.WrittenSpan.ToArray();
    }

    public static string One(Guid id, long number)
    {
        var (nat, country, city, first, last) = People[(int)(number % People.Length)];
        var n = number.ToString(CultureInfo.InvariantCulture);
        var postcode = number % 3 == 0 ? $"\"{n} XY\"" : (10_000 + number % 80_000).ToString(CultureInfo.InvariantCulture);
        return $$$"""
            {"gender":"{{{(number % 2 == 0 ? "female" : "male")}}}","name":{"title":"Ms","first":"{{{first}}}","last":"{{{last}}} {{{n}}}"},"location":{"street":{"number":{{{number % 9000}}},"name":"Lange Straat"},"city":"{{{city}}}","state":"State of {{{city}}}","country":"{{{country}}}","postcode":{{{postcode}}},"coordinates":{"latitude":"{{{number % 90}}}.3712","longitude":"-{{{number % 180}}}.8803"},"timezone":{"offset":"+1:00","description":"Brussels, Copenhagen, Madrid, Paris"}},"email":"user{{{n}}}@example.com","login":{"uuid":"{{{id}}}","username":"quietswan{{{n}}}","password":"opensesame","salt":"Ab3dEf9h","md5":"0123456789abcdef0123456789abcdef","sha1":"0123456789abcdef0123456789abcdef01234567","sha256":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"},"dob":{"date":"19{{{50 + number % 49}}}-07-28T11:02:33.512Z","age":51},"registered":{"date":"20{{{10 + number % 10}}}-03-11T08:40:29.017Z","age":9},"phone":"(042)-551-{{{1000 + number % 9000}}}","cell":"(171)-204-7733","id":{"name":"BSN","value":"{{{n}}}"},"picture":{"large":"https://randomuser.me/api/portraits/women/{{{number % 96}}}.jpg","medium":"https://randomuser.me/api/portraits/med/women/{{{number % 96}}}.jpg","thumbnail":"https://randomuser.me/api/portraits/thumb/women/{{{number % 96}}}.jpg"},"nat":"{{{nat}}}"}
            """;
    }
}
