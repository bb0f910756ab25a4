using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Schemas.Compatibility;

namespace Streaming.Tests.Unit.Schemas;

public sealed class SchemaCompatibilityTests
{
    private const string Closed = """{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false}""";

    [Theory]
    [InlineData("it is the same", """{"type":"string"}""", """{ "type" : "string" }""")]
    [InlineData("nothing was said before and nothing is", "{}", "true")]
    [InlineData("only descriptions differ", """{"title":"a","type":"string"}""", """{"description":"b","type":"string","default":"x"}""")]
    [InlineData("it may be null now", """{"type":"string"}""", """{"type":["string","null"]}""")]
    [InlineData("an integer is a number", """{"type":"integer"}""", """{"type":"number"}""")]
    [InlineData("the type does not matter any more", """{"type":"integer"}""", "{}")]
    [InlineData("one value more", """{"enum":["a"]}""", """{"enum":["b","a"]}""")]
    [InlineData("a constant is one of the values", """{"const":1}""", """{"enum":[1.0,2]}""")]
    [InlineData("bounds are wider", """{"minimum":1,"maxLength":5}""", """{"minimum":0,"maxLength":6}""")]
    [InlineData("restrictions are gone", """{"minimum":1,"format":"uuid","pattern":"a","enum":[1]}""", "{}")]
    [InlineData("a field is optional now", Closed, """{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}""")]
    [InlineData("an optional field came to a closed object", Closed,
        """{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"integer"}},"required":["a"],"additionalProperties":false}""")]
    [InlineData("a field went from an object that is open now", Closed, """{"type":"object"}""")]
    [InlineData("an open object names a field that may be anything", """{"type":"object"}""", """{"type":"object","properties":{"b":{"title":"B"}}}""")]
    [InlineData("a field went where others of its type are allowed", Closed, """{"type":"object","additionalProperties":{"type":"string"}}""")]
    [InlineData("what is not looked into is the same", """{"anyOf":[{"type":"string"},{"minimum":1}]}""", """{"anyOf":[{"type":"string"},{"minimum":1}]}""")]
    [InlineData("items may be more", """{"items":{"type":"string"}}""", """{"items":{"type":["string","null"]}}""")]
    public void Older_values_stay_allowed_where(string because, string old, string next)
    {
        var found = SchemaCompatibility.Check(old, next);
        Assert.True(found.Count == 0, $"{because}: {string.Join("; ", found)}");
    }

    [Theory]
    [InlineData("""{"type":"string"}""", """{"type":"integer"}""", "the value: type changed from string to integer")]
    [InlineData("""{"type":["string","null"]}""", """{"type":"string"}""", "the value: type changed from string or null to string")]
    [InlineData("""{"type":"number"}""", """{"type":"integer"}""", "the value: type changed from number to integer")]
    [InlineData("{}", """{"type":"string"}""", "the value: type changed from any to string")]
    [InlineData("{}", "false", "the value: no value is allowed any more")]
    [InlineData("""{"enum":["a","b"]}""", """{"enum":["a"]}""", """the value: enum changed from ["a","b"] to ["a"]""")]
    [InlineData("""{"type":"string"}""", """{"type":"string","enum":["a"]}""", """the value: enum ["a"] added""")]
    [InlineData("""{"enum":["a","b"]}""", """{"const":"a"}""", "the value: const a added")]
    [InlineData("""{"minimum":1}""", """{"minimum":2}""", "the value: minimum changed from 1 to 2")]
    [InlineData("""{"maxLength":9}""", """{"maxLength":8}""", "the value: maxLength changed from 9 to 8")]
    [InlineData("{}", """{"format":"uuid"}""", "the value: format uuid added")]
    [InlineData("""{"format":"uuid"}""", """{"format":"date-time"}""", "the value: format changed from uuid to date-time")]
    [InlineData("""{"$ref":"#/a","type":"string"}""", """{"type":"string"}""", "the value: $ref #/a removed")]
    [InlineData("""{"patternProperties":{"^x":{}},"additionalProperties":false}""", """{"additionalProperties":false}""",
        """the value: patternProperties {"^x":{}} removed""")]
    [InlineData("""{"items":{"type":"string"}}""", """{"items":{"type":"null"}}""", "field '[]': type changed from string to null")]
    [InlineData("""{"items":[{}]}""", """{"items":[{"type":"string"}]}""", "field '[]': the list of schemas by position was changed")]
    public void A_value_that_was_allowed_and_is_not_any_more_is_told(string old, string next, string expected) =>
        Assert.Equal(expected, Assert.Single(SchemaCompatibility.Check(old, next)).ToString());

    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"],"additionalProperties":false}""",
        "field 'a': type changed from string to integer")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"},"b":{}},"required":["a","b"],"additionalProperties":false}""",
        "field 'b': became required; older values may lack it")]
    [InlineData("""{"type":"object","properties":{},"additionalProperties":false}""", "field 'a': removed, and no additional properties are allowed")]
    [InlineData("""{"type":"object","additionalProperties":{"type":"null"}}""", "field 'a': type changed from string to null")]
    public void A_change_of_a_closed_object_names_the_field(string next, string expected) =>
        Assert.Equal(expected, Assert.Single(SchemaCompatibility.Check(Closed, next)).ToString());

    [Theory]
    [InlineData("""{"properties":{"b":{"type":"string"}}}""", "field 'b': added where additional properties of any kind were allowed")]
    [InlineData("""{"additionalProperties":false}""", "the value: additional properties are not allowed any more")]
    [InlineData("""{"additionalProperties":{"type":"string"}}""", "field '*': type changed from any to string")]
    public void A_change_of_an_open_object_names_the_field(string next, string expected) =>
        Assert.Equal(expected, Assert.Single(SchemaCompatibility.Check("""{"title":"open"}""", next)).ToString());

    [Fact]
    public void A_field_within_an_array_is_named_by_its_path_and_all_faults_are_told()
    {
        var old = EventSchemas.Of(Topics.UsersRejected);
        var next = JsonNode.Parse(old)!;
        next["properties"]!["rules"]!["items"]!["properties"]!["message"]!["type"] = "null";
        next["properties"]!["attempts"]!["minimum"] = 2;

        Assert.Equal(
            ["field 'rules[].message': type changed from string to null", "field 'attempts': minimum changed from 1 to 2"],
            SchemaCompatibility.Check(old, next.ToJsonString()).Select(found => found.ToString()));
    }

    [Fact]
    public void A_schema_follows_itself_and_takes_optional_fields_and_refuses_required_ones() => Check.QuickThrowOnFailure(
        Prop.ForAll(JsonSchemas.Objects.ToArbitrary(), JsonSchemas.Any.ToArbitrary(), (schema, field) =>
            SchemaCompatibility.Check(schema.ToString(), schema.ToString()).Count == 0
            && SchemaCompatibility.Check(schema.ToString(), schema.With("added", field, required: false).ToString()).Count == 0
            && SchemaCompatibility.Check(schema.With("added", field, required: false).ToString(), schema.ToString()).Single().Field == "added"
            && SchemaCompatibility.Check(schema.ToString(), schema.With("added", field, required: true).ToString()).Single().Field == "added"));

    [Fact]
    public void What_follows_a_follower_follows() => Check.QuickThrowOnFailure(
        Prop.ForAll(JsonSchemas.Any.ToArbitrary(), JsonSchemas.Any.ToArbitrary(), JsonSchemas.Any.ToArbitrary(), (first, second, third) =>
            !(Follows(first, second) && Follows(second, third)) || Follows(first, third)));

    private static bool Follows(string old, string next) => SchemaCompatibility.Check(old, next).Count == 0;
}
