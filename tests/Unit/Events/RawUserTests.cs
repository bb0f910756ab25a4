using System.Text;
using Streaming.Pipeline.Events;

namespace Streaming.Tests.Unit.Events;

public sealed class RawUserTests
{
    [Fact]
    public void A_record_of_version_1_4_maps_field_by_field()
    {
        var row = Samples.Created();

        var expected = """
            {"id":"3f8a7c52-9d14-4b6e-8a53-1c2d3e4f5a6b","ingested_at":"2026-06-01T12:00:00.123456Z","first_name":"Zoë","last_name":"Øverland","gender":"female","address":"7541 Storgata, Tromsø, Troms, Norway","city":"Tromsø","state":"Troms","country":"Norway","nationality":"NO","post_code":"9008","latitude":36.7507,"longitude":-169.1103,"email":"zoe.overland@example.com","username":"bigmouse581","date_of_birth":"1981-10-20T18:46:45.926Z","registered_date":"2018-07-22T19:29:37.066Z","phone":"(089) 8673781","picture":"https://randomuser.me/api/portraits/women/20.jpg"}
            """;
        Assert.Equal(expected, Samples.Json(row, UserForm.Created));
    }

    [Fact]
    public void A_post_code_that_is_a_number_keeps_its_text() =>
        Assert.Equal("9008", Samples.Created(Samples.V13).Value(UserField.PostCode));

    [Fact]
    public void Up_to_version_1_2_the_street_is_one_string_and_there_is_no_country()
    {
        var row = Samples.Created(Samples.V12);

        Assert.Equal("7541 storgata, Tromsø, Troms", row.Value(UserField.Address));
        Assert.False(row.Has(UserField.Country));
    }

    [Fact]
    public void In_version_1_1_dates_are_plain_strings()
    {
        var row = Samples.Created(Samples.V11);

        Assert.Equal("1981-10-20 18:46:45", row.Value(UserField.DateOfBirth));
        Assert.Equal("2018-07-22 19:29:37", row.Value(UserField.RegisteredDate));
    }

    [Fact]
    public void What_is_null_missing_or_unknown_is_no_violation()
    {
        var row = Map("""{"name":null,"unknown":[{"a":1}],"email":null,"location":{"street":null,"coordinates":{}},"login":{"uuid":null}}""", out var violations);

        Assert.Empty(violations);
        Assert.All(UserFields.All, info => Assert.False(row.Has(info.Field)));
    }

    [Fact]
    public void Escapes_are_resolved() =>
        Assert.Equal("a\"b\\c\u0001é😀/", Map("""{"email":"a\"b\\c\u0001\u00e9\ud83d\uDE00\/"}""", out _).Value(UserField.Email));

    [Theory]
    [InlineData("""{"email":5}""", "type", "email", "email must be a string, is a number")]
    [InlineData("""{"name":"x"}""", "type", "name", "name must be an object, is a string")]
    [InlineData("""{"login":[]}""", "type", "login", "login must be an object, is an array")]
    [InlineData("""{"name":{"first":true}}""", "type", "first_name", "name.first must be a string, is a boolean")]
    [InlineData("""{"location":{"street":{"name":{}}}}""", "type", "location.street.name", "location.street.name must be a string, is an object")]
    [InlineData("""{"location":{"coordinates":{"latitude":"12.5N"}}}""", "type", "latitude", "location.coordinates.latitude must be a number, is a string")]
    [InlineData("""{"location":{"postcode":[1]}}""", "type", "post_code", "location.postcode must be a string or a number, is an array")]
    [InlineData("""{"dob":1981}""", "type", "date_of_birth", "dob must be a string or an object, is a number")]
    [InlineData("""{"login":{"uuid":7}}""", "type", "id", "login.uuid must be a string, is a number")]
    [InlineData("""{"login":{"uuid":"7"}}""", "id.uuid", "id", "login.uuid is not a UUID")]
    [InlineData("""{"email":"\ud83d"}""", "json", "email", "has half a surrogate pair")]
    [InlineData("[]", "type", "", "the record must be an object, is an array")]
    [InlineData("{", "json", "", "the record ends before its JSON does at byte 1")]
    public void What_is_of_another_type_is_a_violation_that_names_the_field(string json, string rule, string field, string message)
    {
        Map(json, out var violations);

        Assert.Equal([new RuleViolation(rule, field, message)], violations);
    }

    [Fact]
    public void All_violations_are_reported()
    {
        Map("""{"gender":1,"name":2,"email":3,"nat":"NL"}""", out var violations);

        Assert.Equal(["gender", "name", "email"], violations.Select(violation => violation.Field));
    }

    [Fact]
    public void A_long_text_is_taken_whole()
    {
        var name = new string('x', 1 << 20);

        Assert.Equal(name, Map("{\"name\":{\"first\":\"" + name + "\"}}", out _).Value(UserField.FirstName));
    }

    private static UserRow Map(string json, out List<RuleViolation> violations)
    {
        var row = new UserRow();
        violations = [];
        Assert.Equal(RawUser.Map(Encoding.UTF8.GetBytes(json), row, violations), violations.Count == 0);
        return row;
    }
}
