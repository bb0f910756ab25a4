using System.Text.Json;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;

namespace Streaming.Tests.Unit.Events;

public sealed class EventSchemasTests
{
    [Fact]
    public void Every_topic_has_a_closed_schema_of_an_object() => Assert.All(Topics.All, topic =>
    {
        var schema = Schema(topic);
        Assert.Equal("http://json-schema.org/draft-07/schema#", schema.GetProperty("$schema").GetString());
        Assert.Equal("object", schema.GetProperty("type").GetString());
        Assert.False(schema.GetProperty("additionalProperties").GetBoolean());
    });

    [Fact]
    public void The_created_form_needs_what_identifies_it_and_leaves_the_rest_to_the_rules() =>
        AssertFields(Topics.UsersCreated, UserFields.CreatedCount, field => field is UserField.Id or UserField.IngestedAt);

    /// <summary>A country is not required of a user, but normalising fills it in.</summary>
    [Fact]
    public void The_processed_form_has_all_that_a_valid_user_has() =>
        AssertFields(Topics.UsersProcessed, UserFields.Count, field => field.Info().Required || field == UserField.Country);

    [Fact]
    public void A_dead_letter_is_as_its_schema_says() =>
        AssertMembers(Topics.UsersRejected, output => new RejectedUser(1, "t", 2, 3, [new RuleViolation("r", "f", "m")], 1, 0, new byte[1]).Write(output));

    [Fact]
    public void A_count_is_as_its_schema_says() =>
        AssertMembers(Topics.UsersStats, output => new StatsRow(0, "NL", "female", 1, 2, 3, true).Write(output));

    private static void AssertFields(Topic topic, int count, Func<UserField, bool> required)
    {
        var schema = Schema(topic);
        var fields = UserFields.All.Take(count).ToList();

        Assert.Equal(
            fields.Select(info => (info.Name, Type: Kind(info.Kind) + (required(info.Field) ? "" : "|null"))).Order(),
            schema.GetProperty("properties").EnumerateObject().Select(member => (member.Name, Type: Types(member.Value))).Order());
        Assert.Equal(
            fields.Where(info => required(info.Field)).Select(info => info.Name).Order(),
            schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()!).Order());
    }

    private static void AssertMembers(Topic topic, Action<System.Buffers.IBufferWriter<byte>> write)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        write(output);
        using var value = JsonDocument.Parse(output.WrittenMemory);
        var schema = Schema(topic);

        var properties = schema.GetProperty("properties");
        Assert.Equal(properties.EnumerateObject().Select(member => member.Name), value.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(properties.EnumerateObject().Select(member => member.Name),
            schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
        Assert.All(value.RootElement.EnumerateObject(), member =>
            Assert.Contains(Kind(member.Value.ValueKind), Types(properties.GetProperty(member.Name)).Split('|')));
    }

    private static JsonElement Schema(Topic topic) => JsonDocument.Parse(EventSchemas.Of(topic)).RootElement;

    private static string Types(JsonElement property)
    {
        var type = property.GetProperty("type");
        return type.ValueKind == JsonValueKind.String ? type.GetString()! : string.Join('|', type.EnumerateArray().Select(item => item.GetString()));
    }

    private static string Kind(FieldKind kind) => kind switch { FieldKind.Text => "string", FieldKind.Number => "number", _ => "integer" };

    private static string Kind(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Number => "integer",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
