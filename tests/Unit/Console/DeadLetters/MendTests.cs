using System.Text;
using System.Text.Json.Nodes;
using Streaming.Console.DeadLetters;
using Streaming.Pipeline.Events;
using Streaming.Tests.Unit.Events;

namespace Streaming.Tests.Unit.Console.DeadLetters;

public sealed class MendTests
{
    private static readonly string V11 = Samples.Text(Samples.V11);
    private static readonly string V14 = Samples.Text(Samples.V14);

    public static TheoryData<string, string> Edits => new()
    {
        { "id", "11111111-2222-3333-4444-555555555555" }, { "first_name", "Ada" }, { "last_name", "O\"Neill" }, { "gender", "male" },
        { "email", "ada@example.com" }, { "username", "ada" }, { "date_of_birth", "1980-01-02" }, { "registered_date", "2020-01-02" },
        { "nationality", "GB" }, { "city", "Bergen" }, { "state", "Vestland" }, { "country", "Sweden" }, { "post_code", "0150" }, { "latitude", "12.5" },
        { "longitude", "-1" }, { "phone", "123" }, { "picture", "https://example.com/a.jpg" },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void A_mended_value_is_what_the_relay_reads_in_every_version_of_the_source(string name, string value)
    {
        foreach (var payload in (byte[][])[Samples.V11, Samples.V12, Samples.V13, Samples.V14])
        {
            var content = LetterSamples.OfRaw(Samples.Text(payload));
            var form = MendForm.Of(content)!;
            Input(form, name).Edit = value;

            var (before, after) = (Map(RawForm.Bytes(RawForm.Of(content)!)), Map(form.Build()));
            foreach (var info in UserFields.All.Take(UserFields.CreatedCount).Where(info => info.Field is not (UserField.Id or UserField.Address)))
                Assert.Equal(info.Name == name ? value : before.Value(info.Field), after.Value(info.Field));
            if (name == "id") Assert.Contains(value, Encoding.UTF8.GetString(form.Build()), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_field_of_an_event_can_be_mended_but_for_those_that_are_made() => Assert.Equal(
        UserFields.All.Take(UserFields.CreatedCount).Select(info => info.Field).Where(field => field != UserField.IngestedAt),
        MendField.All.Select(field => field.Field).Order());

    [Theory]
    [InlineData("location.street", "street")]
    [InlineData("address", "street")]
    [InlineData("name", "first_name", "last_name")]
    [InlineData("email", "email")]
    [InlineData("dob", "date_of_birth")]
    public void What_breaks_a_rule_comes_first(string field, params string[] names)
    {
        var form = MendForm.Of(LetterSamples.OfRaw(V14, new RuleViolation("text.length", field, "is too long")))!;
        Assert.Equal(names, form.Inputs.TakeWhile(input => input.Broken.Count > 0).Select(input => input.Field.Name));
    }

    [Fact]
    public void What_is_not_touched_stays_also_what_no_field_is_read_from()
    {
        var form = MendForm.Of(LetterSamples.OfRaw(V14))!;
        Assert.False(form.IsChanged);
        Input(form, "email").Edit = "a@example.com";

        var expected = JsonNode.Parse(V14)!;
        expected["email"] = "a@example.com";
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(form.Build())));
    }

    [Fact]
    public void A_street_of_number_and_name_is_one_line_and_an_emptied_field_is_left_out()
    {
        var form = MendForm.Of(LetterSamples.OfRaw(V14))!;
        Assert.Equal("7541 Storgata", Input(form, "street").Original);
        Input(form, "street").Edit = "1 Havnegata";
        Input(form, "phone").Edit = "";

        var row = Map(form.Build());
        Assert.StartsWith("1 Havnegata, Tromsø", row.Value(UserField.Address), StringComparison.Ordinal);
        Assert.False(row.Has(UserField.Phone));
    }

    [Fact]
    public void A_number_where_a_string_belongs_is_written_as_one_once_anything_is_mended()
    {
        var payload = V14.Replace("\"(089) 8673781\"", "898673781", StringComparison.Ordinal);
        Assert.NotEmpty(DryRun.Of(Encoding.UTF8.GetBytes(payload), DateTimeOffset.UnixEpoch.AddYears(60)).Violations);

        var form = MendForm.Of(LetterSamples.OfRaw(payload, new RuleViolation(RuleViolation.Type, "phone", "must be a string, is a number")))!;
        Assert.Equal("898673781", Map(form.Build()).Value(UserField.Phone));
    }

    [Fact]
    public void An_object_on_the_way_that_is_none_is_replaced_by_one()
    {
        var payload = """{"gender":"female","name":5,"login":{"uuid":"3f8a7c52-9d14-4b6e-8a53-1c2d3e4f5a6b"}}""";
        var form = MendForm.Of(LetterSamples.OfRaw(payload, new RuleViolation(RuleViolation.Type, "name", "must be an object, is a number")))!;
        Input(form, "last_name").Edit = "Lovelace";
        Assert.Equal("Lovelace", Map(form.Build()).Value(UserField.LastName));
    }

    [Fact]
    public void A_mended_record_stays_the_same_user_where_its_id_was_made_or_malformed()
    {
        var without = V11.Replace("\"uuid\":\"3f8a7c52-9d14-4b6e-8a53-1c2d3e4f5a6b\",", "", StringComparison.Ordinal);
        var malformed = V11.Replace("3f8a7c52-9d14-4b6e-8a53-1c2d3e4f5a6b", "not an id", StringComparison.Ordinal);
        Assert.Equal(Samples.Id, Identity(RawForm.Bytes(RawForm.Of(LetterSamples.OfRaw(without))!)).Id);
        Assert.Equal(Samples.Id, Identity(
            MendForm.Of(LetterSamples.OfRaw(malformed, new RuleViolation(UserRules.IdUuid, "id", "login.uuid is not a UUID")))!.Build()).Id);
    }

    [Fact]
    public void A_record_of_the_log_alone_becomes_a_raw_one_that_maps_to_the_same()
    {
        var created = Samples.Created();
        var raw = RawForm.Of(LetterSamples.OfFlat(Samples.Utf8(Samples.Json(created, UserForm.Created))))!;
        var bytes = RawForm.Bytes(raw);
        Assert.Equal(Samples.Id, Identity(bytes).Id);
        var row = Map(bytes);
        foreach (var field in MendField.All.Where(field => field.Field != UserField.Id)) Assert.Equal(created.Value(field.Field), row.Value(field.Field));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("{\"email\":\"a\",\"email\":\"b\"}")]
    [InlineData("{\"email\":\"\\ud800\"}")]
    [InlineData("{\"email\":")]
    public void What_is_no_JSON_that_reads_in_one_way_has_no_form(string payload) => Assert.Null(MendForm.Of(LetterSamples.OfRaw(payload)));

    [Fact]
    public void Unchanged_it_is_new_to_the_raw_store_for_each_replay_and_the_same_to_everybody_else()
    {
        var content = LetterSamples.OfRaw(V14);
        var first = RawForm.Unchanged(RawForm.Of(content)!, content);
        var again = RawForm.Unchanged(RawForm.Of(content)!, content);
        var second = RawForm.Unchanged(RawForm.Of(content)!, content with { Replays = 1 });

        Assert.Equal(Identity(first), Identity(again));
        Assert.NotEqual(Identity(first).ContentHash, Identity(second).ContentHash);
        Assert.NotEqual(Identity(Samples.V14).ContentHash, Identity(first).ContentHash);
        Assert.Equal(Samples.Json(Samples.Created(), UserForm.Created), Samples.Json(Samples.Created(first), UserForm.Created));
    }

    private static MendInput Input(MendForm form, string name) => form.Inputs.Single(input => input.Field.Name == name);

    private static UserRow Map(byte[] raw)
    {
        var row = new UserRow();
        Assert.True(RawUser.Map(raw, row, []));
        return row;
    }

    private static RawIdentity Identity(byte[] raw)
    {
        Assert.True(RawRecord.TryCanonicalise(raw, new System.Buffers.ArrayBufferWriter<byte>(), out var identity, out _));
        return identity;
    }
}
