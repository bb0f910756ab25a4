using System.Buffers;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Streaming.Pipeline.Events;

namespace Streaming.Tests.Unit.Events;

/// <summary>Records in the source's shape, and the recorded answers beside the repository where they are.</summary>
internal static class Samples
{
    /// <summary>2026-06-01T12:00:00.123456Z.</summary>
    public const long IngestedAt = 1_780_315_200_123_456;

    public static readonly Guid Id = new("3f8a7c52-9d14-4b6e-8a53-1c2d3e4f5a6b");

    /// <summary>In the shape of version 1.4, about 1.1 KB, as pushed.</summary>
    public static readonly byte[] V14 = Utf8(
        """
        {"gender":"female","name":{"title":"Ms","first":"Zoë","last":"Øverland"},"location":{"street":{"number":7541,"name":"Storgata"},"city":"Tromsø","state":"Troms","country":"Norway","postcode":"9008","coordinates":{"latitude":"36.7507","longitude":"-169.1103"},"timezone":{"offset":"+3:30","description":"Tehran"}},"email":"zoe.overland@example.com","login":{"uuid":"3f8a7c52-9d14-4b6e-8a53-1c2d3e4f5a6b","username":"bigmouse581","password":"not-a-secret","salt":"01b7fb48","md5":"00000000000000000000000000000000","sha1":"0000000000000000000000000000000000000000","sha256":"0000000000000000000000000000000000000000000000000000000000000000"},"dob":{"date":"1981-10-20T18:46:45.926Z","age":43},"registered":{"date":"2018-07-22T19:29:37.066Z","age":6},"phone":"(089) 8673781","cell":"(06) 07494249","id":{"name":"FN","value":"20108112345"},"picture":{"large":"https://randomuser.me/api/portraits/women/20.jpg","medium":"https://randomuser.me/api/portraits/med/women/20.jpg","thumbnail":"https://randomuser.me/api/portraits/thumb/women/20.jpg"},"nat":"NO"}
        """);

    public static readonly byte[] V13 = Utf8(Text(V14).Replace("\"9008\"", "9008"));

    public static readonly byte[] V12 = Utf8(Text(V13).Replace("{\"number\":7541,\"name\":\"Storgata\"}", "\"7541 storgata\"")
        .Replace("\"country\":\"Norway\",", ""));

    public static readonly byte[] V11 = Utf8(Text(V12)
        .Replace("{\"date\":\"1981-10-20T18:46:45.926Z\",\"age\":43}", "\"1981-10-20 18:46:45\"")
        .Replace("{\"date\":\"2018-07-22T19:29:37.066Z\",\"age\":6}", "\"2018-07-22 19:29:37\""));

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);

    /// <summary>The field's value as a string; null when it is absent.</summary>
    public static string? Value(this UserRow row, UserField field) => row.Has(field) ? Text(row[field]) : null;

    /// <summary>A valid user in the created form.</summary>
    public static UserRow Created(byte[]? raw = null)
    {
        var row = new UserRow();
        Assert.True(RawUser.Map(raw ?? V14, row, []));
        row.Set(UserField.Id, Id);
        row.SetTimestamp(UserField.IngestedAt, IngestedAt);
        return row;
    }

    public static string Json(UserRow row, UserForm form)
    {
        var output = new ArrayBufferWriter<byte>();
        UserJson.Write(output, row, form);
        return Text(output.WrittenSpan);
    }

    /// <summary>Every user of every recorded answer, as bytes.</summary>
    public static IEnumerable<byte[]> Recorded(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*.json*").Order(StringComparer.Ordinal))
        {
            using var file = File.OpenRead(path);
            using Stream content = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
            using var answer = JsonDocument.Parse(content);
            foreach (var user in answer.RootElement.GetProperty("results").EnumerateArray()) yield return Utf8(user.GetRawText());
        }
    }
}
