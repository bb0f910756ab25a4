using System.Buffers;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Streaming.Pipeline.Events;

namespace Streaming.Tests.Unit.Events;

public sealed class RawRecordTests
{
    [Fact]
    public void Whitespace_goes_and_the_order_of_members_stays() =>
        Assert.Equal("""{"b":[1,2.50,true,null,{}],"a":{"c":""}}""", Canonical(" { \"b\" : [ 1 , 2.50,\ttrue , null, { } ] ,\r\n \"a\":{\"c\":\"\"} } \n"));

    [Fact]
    public void Of_the_login_only_uuid_and_username_are_kept() =>
        Assert.Equal(
            """{"login":{"uuid":"x","username":"u"},"password":"not a login's"}""",
            Canonical("""{"login":{"password":"p","uuid":"x","s\u0061lt":"s","md5":"1","sha1":"2","sha512":{"a":[1]},"username":"u","bcrypt":"4"},"password":"not a login's"}"""));

    [Theory]
    [InlineData("""{"login":[{"password":"p"},{"uuid":"x"}]}""", """{"login":[{},{"uuid":"x"}]}""")]
    [InlineData("""{"l\u006fgin":{"password":"p"}}""", """{"login":{}}""")]
    [InlineData("""{"a":{"login":{"password":"kept"}},"login":{"password":"p"},"b":{"password":"kept"}}""", """{"a":{"login":{"password":"kept"}},"login":{},"b":{"password":"kept"}}""")]
    public void Credentials_are_found_where_the_source_has_them_however_they_are_written(string json, string expected) =>
        Assert.Equal(expected, Canonical(json));

    [Fact]
    public void Equal_texts_become_equal_bytes() =>
        Assert.Equal("""{"é":"/é😀\"\\\n\u0001 "}""", Canonical("""{"\u00E9":"\/\u00e9\uD83D\ude00\u0022\u005c\u000A\u0001\u0020"}"""));

    [Fact]
    public void The_id_is_the_login_uuid_in_either_case()
    {
        var id = Identity("""{"login":{"uuid":"3F8A7C52-9D14-4B6E-8A53-1C2D3E4F5A6B"}}""").Id;

        Assert.Equal(Samples.Id, id);
    }

    [Theory]
    [InlineData("""{"login":{"uuid":"7"},"a":1}""")]
    [InlineData("""{"login":{"uuid":7},"a":1}""")]
    [InlineData("""{"login":{"uuid":null},"a":1}""")]
    [InlineData("""{"login":"3f8a7c52-9d14-4b6e-8a53-1c2d3e4f5a6b","a":1}""")]
    [InlineData("""{"uuid":"3f8a7c52-9d14-4b6e-8a53-1c2d3e4f5a6b","a":1}""")]
    [InlineData("""{"login":{"uuid":"{f8a7c52-9d14-4b6e-8a53-1c2d3e4f5a6}"},"a":1}""")]
    public void Without_one_the_id_is_a_version_5_uuid_of_the_content(string json)
    {
        var id = Identity(json).Id;

        Assert.Equal(5, id.Version);
        Assert.NotEqual(id, Identity(json.Replace("1}", "2}")).Id);
    }

    [Fact]
    public void The_order_of_members_changes_the_content_hash_and_not_the_id()
    {
        var one = Identity("""{"a":{"c":1,"b":[1,2]},"d":"x"}""");
        var other = Identity("""{"d":"x","a":{"b":[1,2],"c":1}}""");

        Assert.Equal(one.Id, other.Id);
        Assert.NotEqual(one.ContentHash, other.ContentHash);
        Assert.NotEqual(one.Id, Identity("""{"d":"x","a":{"b":[2,1],"c":1}}""").Id);
    }

    [Fact]
    public void The_id_of_a_content_never_changes() =>
        Assert.Equal(new Guid("d29a5fa4-275c-5ad3-a60e-aae7a0a89618"), Identity("""{"b":1,"a":"é"}""").Id);

    [Theory]
    [InlineData("", "is empty at byte 0")]
    [InlineData(" \n", "is empty at byte 2")]
    [InlineData("[1]", "is not a JSON object at byte 0")]
    [InlineData(" \"secret\"", "is not a JSON object at byte 1")]
    [InlineData("""{"a":secret}""", "is not valid JSON at byte 5")]
    [InlineData("{\"a\":1,\n\n\"b\":secret}", "is not valid JSON at byte 13")]
    [InlineData("""{"a":1}x""", "is not valid JSON at byte 7")]
    [InlineData("""{"a":1}{}""", "is not valid JSON at byte 7")]
    [InlineData("""{"a":1,}""", "is not valid JSON at byte 7")]
    [InlineData("""{"a":"b""", "ends before its JSON does at byte 7")]
    [InlineData("""{"a":1""", "ends before its JSON does at byte 6")]
    [InlineData("""{"a":"x\ud83dy"}""", "has half a surrogate pair at byte 7")]
    [InlineData("""{"a":"x\udc00\ud800"}""", "has half a surrogate pair at byte 7")]
    public void A_fault_names_the_position_and_never_the_content(string json, string message) =>
        Assert.Equal(message, Fault(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Invalid_utf8_is_a_fault_wherever_it_is()
    {
        Assert.Equal("is not valid UTF-8 at byte 6", Fault([.. "{\"a\":\""u8, 0xFF, .. "\"}"u8]));
        Assert.Equal("is not valid UTF-8 at byte 2", Fault([.. "{\""u8, 0xC0, 0x80, .. "\":1}"u8]));
        Assert.Equal("is not valid UTF-8 at byte 7", Fault([.. "{\"a\":\"x"u8, 0xED, 0xA0, 0x80, .. "\"}"u8]));
    }

    [Fact]
    public void Depth_is_bounded_at_64()
    {
        Assert.Null(Fault(Encoding.UTF8.GetBytes(Nested(63))));
        Assert.Equal("is deeper than 64 levels at byte 68", Fault(Encoding.UTF8.GetBytes(Nested(64))));
        Assert.Equal("is deeper than 64 levels at byte 68", Fault(Encoding.UTF8.GetBytes(Nested(1000))));
    }

    [Fact]
    public void Nothing_is_written_when_there_is_a_fault()
    {
        var output = new ArrayBufferWriter<byte>();

        Assert.False(RawRecord.TryCanonicalise("{\"a\":1"u8, output, out _, out _));
        Assert.Equal(0, output.WrittenCount);
    }

    [Fact]
    public void The_canonical_form_is_its_own_canonical_form_and_knows_no_whitespace() =>
        Prop.ForAll(JsonGen.Objects, json =>
        {
            var canonical = Canonical(json.Compact);
            return canonical == Canonical(canonical) && canonical == Canonical(json.Indented) && Identity(json.Compact) == Identity(json.Indented)
                && JsonElement.DeepEquals(JsonDocument.Parse(json.Compact).RootElement, JsonDocument.Parse(canonical).RootElement);
        }).QuickCheckThrowOnFailure();

    private static string Nested(int arrays) => "{\"a\":" + new string('[', arrays) + new string(']', arrays) + "}";

    private static string Canonical(string json)
    {
        var output = new ArrayBufferWriter<byte>();
        Assert.True(RawRecord.TryCanonicalise(Encoding.UTF8.GetBytes(json), output, out _, out var fault), fault.ToString());
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static RawIdentity Identity(string json)
    {
        Assert.True(RawRecord.TryCanonicalise(Encoding.UTF8.GetBytes(json), new ArrayBufferWriter<byte>(), out var identity, out var fault), fault.ToString());
        return identity;
    }

    private static string? Fault(byte[] json) =>
        RawRecord.TryCanonicalise(json, new ArrayBufferWriter<byte>(), out _, out var fault) ? null : fault.Message;
}
