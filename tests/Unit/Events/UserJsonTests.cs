using System.Buffers;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Streaming.Pipeline.Events;

namespace Streaming.Tests.Unit.Events;

public sealed class UserJsonTests
{
    [Fact]
    public void Any_texts_come_back_as_they_were_written() =>
        Prop.ForAll(Arb.From(Gen.Zip(JsonGen.Text, JsonGen.Text)), texts =>
        {
            var row = new UserRow();
            row.Set(UserField.Email, Samples.Utf8(texts.Item1));
            row.Set(UserField.Picture, Samples.Utf8(texts.Item2));
            row.Set(UserField.Latitude, "-0.50e1"u8);

            var json = Samples.Json(row, UserForm.Created);
            var read = Read(json, out var violations);
            using var document = JsonDocument.Parse(json);
            return violations.Count == 0
                && read.Value(UserField.Email) == texts.Item1
                && read.Value(UserField.Picture) == texts.Item2
                && read.Value(UserField.Latitude) == "-0.50e1"
                && !read.Has(UserField.Phone)
                && document.RootElement.GetProperty("email").GetString() == texts.Item1
                && document.RootElement.GetProperty("phone").ValueKind == JsonValueKind.Null;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(UserForm.Created, UserFields.CreatedCount)]
    [InlineData(UserForm.Processed, UserFields.Count)]
    public void Id_and_ingested_at_come_first_then_the_fields_in_their_order(UserForm form, int count)
    {
        using var document = JsonDocument.Parse(Samples.Json(new UserRow(), form));

        var expected = UserFields.All.Take(count).Select(info => info.Name).Where(name => name is not ("id" or "ingested_at"));
        Assert.Equal(["id", "ingested_at", .. expected], document.RootElement.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public void Characters_beyond_ascii_stay_utf8()
    {
        var row = new UserRow();
        row.Set(UserField.FirstName, "Zoë <ي> \"😀\""u8);

        Assert.Contains("\"first_name\":\"Zoë <ي> \\\"😀\\\"\"", Samples.Json(row, UserForm.Created));
    }

    [Fact]
    public void Members_in_any_order_unknown_ones_and_escaped_names_are_read()
    {
        var row = Read("""{"phone":"1","new":{"phone":[2]},"em\u0061il":"\u0061@b","age":7,"id":null}""", out var violations);

        Assert.Empty(violations);
        Assert.Equal(("1", "a@b", "7", null), (row.Value(UserField.Phone), row.Value(UserField.Email), row.Value(UserField.Age), row.Value(UserField.Id)));
    }

    [Theory]
    [InlineData("""{"email":5}""", "type", "email", "must be a string, is a number")]
    [InlineData("""{"latitude":"5"}""", "type", "latitude", "must be a number, is a string")]
    [InlineData("""{"post_code":[{}]}""", "type", "post_code", "must be a string, is an array")]
    [InlineData("""{"email":"\udc00"}""", "json", "email", "has half a surrogate pair")]
    [InlineData("""{"email":"a""", "json", "", "the value ends before its JSON does at byte 11")]
    [InlineData("""{"email":"a"}}""", "json", "", "the value is not valid JSON at byte 13")]
    [InlineData("7", "json", "", "the value is not a JSON object at byte 0")]
    public void What_cannot_be_read_is_a_violation(string json, string rule, string field, string message)
    {
        Read(json, out var violations);

        Assert.Equal([new RuleViolation(rule, field, message)], violations);
    }

    [Theory]
    [InlineData("""{"id":"3f8a7c52-9d14-4b6e-8a53-1c2d3e4f5a6b","ingested_at":"2026-06-01T12:00:00.123456Z","email":""" + "\"", true)]
    [InlineData("""{"a":{"id":1},"ingested_at":"2026-06-01T12:00:00.123456Z", "id" : "3F8A7C52-9D14-4B6E-8A53-1C2D3E4F5A6B"}""", true)]
    [InlineData("""{"id":"3f8a7c52-9d14-4b6e-8a53-1c2d3e4f5a6b"}""", false)]
    [InlineData("""{"id":"3f8a7c52-9d14-4b6e-8a53-1c2d3e4f5a6x","ingested_at":"2026-06-01T12:00:00.123456Z"}""", false)]
    [InlineData("""{"id":"3f8a7c52-9d14-4b6e-8a53-1c2d3e4f5a6b","ingested_at":null}""", false)]
    [InlineData("x", false)]
    public void The_identity_is_read_alone(string json, bool expected)
    {
        Assert.Equal(expected, UserJson.TryReadIdentity(Samples.Utf8(json), out var id, out var ingestedAt));
        if (expected) Assert.Equal((Samples.Id, Samples.IngestedAt), (id, ingestedAt));
    }

    [Fact]
    public void The_identity_of_what_was_written_is_read()
    {
        Assert.True(UserJson.TryReadIdentity(Samples.Utf8(Samples.Json(Samples.Created(), UserForm.Created)), out var id, out var ingestedAt));
        Assert.Equal((Samples.Id, Samples.IngestedAt), (id, ingestedAt));
    }

    [Fact]
    public void The_wire_format_is_zero_schema_id_and_value()
    {
        var output = new ArrayBufferWriter<byte>();
        WireFormat.WritePrefix(output, 0x01020304);
        output.Write("{}"u8);

        Assert.Equal([0, 1, 2, 3, 4, (byte)'{', (byte)'}'], output.WrittenSpan.ToArray());
        Assert.True(WireFormat.TryStrip(output.WrittenSpan, out var schemaId, out var json));
        Assert.Equal((0x01020304, "{}"), (schemaId, Samples.Text(json)));
        Assert.False(WireFormat.TryStrip("{\"a\":1}"u8, out _, out _));
        Assert.False(WireFormat.TryStrip([0, 1, 2, 3], out _, out _));
    }

    private static UserRow Read(string json, out List<RuleViolation> violations)
    {
        var row = new UserRow();
        violations = [];
        Assert.Equal(UserJson.TryRead(Samples.Utf8(json), row, violations), violations.Count == 0);
        return row;
    }
}
