using Streaming.Pipeline.Events;

namespace Streaming.Tests.Unit.Events;

public sealed class UserRulesTests
{
    [Fact]
    public void Samples_of_all_versions_are_valid() =>
        Assert.All([Samples.V11, Samples.V12, Samples.V13, Samples.V14], raw => Assert.Empty(Broken(Samples.Created(raw))));

    [Theory]
    [InlineData(UserField.Id, "x", "id.uuid")]
    [InlineData(UserField.Id, "{3f8a7c52-9d14-4b6e-8a53-1c2d3e4f5a6b}", "id.uuid")]
    [InlineData(UserField.FirstName, " \u00a0\u3000", "first_name.required")]
    [InlineData(UserField.Gender, "man", "gender.known")]
    [InlineData(UserField.Nationality, "XX", "nationality.iso")]
    [InlineData(UserField.Nationality, "NLD", "nationality.iso")]
    [InlineData(UserField.Nationality, "Norway", "nationality.iso")]
    [InlineData(UserField.Country, "Atlantis", "country.iso")]
    [InlineData(UserField.DateOfBirth, "yesterday", "date_of_birth.date")]
    [InlineData(UserField.DateOfBirth, "0000-01-01T00:00:00Z", "date_of_birth.date")]
    [InlineData(UserField.DateOfBirth, "1899-12-31T23:59:59.999Z", "date_of_birth.range")]
    [InlineData(UserField.DateOfBirth, "9999-12-31T23:59:59Z", "date_of_birth.range")]
    [InlineData(UserField.DateOfBirth, "2026-06-01T12:00:00.123457Z", "date_of_birth.range")]
    [InlineData(UserField.RegisteredDate, "2023-02-29", "registered_date.date")]
    [InlineData(UserField.RegisteredDate, "1969-12-31 23:59:59", "registered_date.range")]
    [InlineData(UserField.RegisteredDate, "2026-06-02", "registered_date.range")]
    [InlineData(UserField.IngestedAt, "now", "ingested_at.date")]
    [InlineData(UserField.Latitude, "90.0001", "latitude.range")]
    [InlineData(UserField.Latitude, "1e999", "latitude.range")]
    [InlineData(UserField.Longitude, "-180.5", "longitude.range")]
    [InlineData(UserField.Picture, "/portraits/1.jpg", "picture.url")]
    [InlineData(UserField.Picture, "ftp://example.com/1.jpg", "picture.url")]
    [InlineData(UserField.Picture, "https:///1.jpg", "picture.url")]
    [InlineData(UserField.Picture, "https://example.com/a b.jpg", "picture.url")]
    [InlineData(UserField.City, "a\0b", "text.control")]
    [InlineData(UserField.City, "a\u0085b", "text.control")]
    [InlineData(UserField.Phone, "12\u007f", "text.control")]
    public void A_broken_rule_is_reported_with_its_field(UserField field, string value, string rule)
    {
        var row = Samples.Created();
        row.Set(field, Samples.Utf8(value));

        var violation = Assert.Single(Broken(row));
        Assert.Equal((rule, field.Name()), (violation.Rule, violation.Field));
        Assert.DoesNotContain(value, violation.Message);
    }

    [Theory]
    [InlineData(UserField.Gender, " FEMALE ")]
    [InlineData(UserField.Nationality, "nl")]
    [InlineData(UserField.Country, "NL")]
    [InlineData(UserField.Country, " united states of america")]
    [InlineData(UserField.Country, "Tu\u0308rkiye")]
    [InlineData(UserField.Country, "ایران")]
    [InlineData(UserField.Country, "")]
    [InlineData(UserField.DateOfBirth, "1900-01-01")]
    [InlineData(UserField.RegisteredDate, "2026-06-01T12:00:00.123456Z")]
    [InlineData(UserField.Latitude, "-90")]
    [InlineData(UserField.Longitude, "1.8e2")]
    [InlineData(UserField.Picture, "HTTP://example.com")]
    [InlineData(UserField.City, "نيم\u200cفاصله Â")]
    public void What_is_right_or_mended_by_normalising_breaks_no_rule(UserField field, string value)
    {
        var row = Samples.Created();
        row.Set(field, Samples.Utf8(value));

        Assert.Empty(Broken(row));
    }

    [Theory]
    [InlineData("a@example.com", true)]
    [InlineData("مهراد.گلشن@example.com", true)]
    [InlineData("hans-j..sadowski@example.com", true)]
    [InlineData("o'neil+tag@sub.Example.CO", true)]
    [InlineData("a@bücher.example", true)]
    [InlineData("a@例え.テスト", true)]
    [InlineData("a", false)]
    [InlineData("@example.com", false)]
    [InlineData("a@", false)]
    [InlineData("a@localhost", false)]
    [InlineData("a@b@example.com", false)]
    [InlineData("a b@example.com", false)]
    [InlineData("a\u3000b@example.com", false)]
    [InlineData("a@example..com", false)]
    [InlineData("a@.example.com", false)]
    [InlineData("a@-example.com", false)]
    [InlineData("a@exa_mple.com", false)]
    [InlineData("a@bü cher.example", false)]
    [InlineData("Ann <ann@example.com>", false)]
    public void An_email_has_a_local_part_and_a_domain(string email, bool expected)
    {
        var row = Samples.Created();
        row.Set(UserField.Email, Samples.Utf8(email));

        Assert.Equal(expected ? [] : ["email.format"], Broken(row).Select(violation => violation.Rule));
    }

    [Fact]
    public void Lengths_are_counted_in_characters_and_an_emails_in_bytes()
    {
        var row = Samples.Created();
        row.Set(UserField.City, Samples.Utf8(string.Concat(Enumerable.Repeat("😀", 256))));
        row.Set(UserField.Email, Samples.Utf8(new string('é', 121) + "@example.com"));
        Assert.Empty(Broken(row));

        row.Set(UserField.City, Samples.Utf8(string.Concat(Enumerable.Repeat("😀", 257))));
        row.Set(UserField.Email, Samples.Utf8(new string('é', 122) + "@example.com"));
        Assert.Equal(["email.length", "text.length"], Broken(row).Select(violation => violation.Rule));
    }

    [Fact]
    public void Every_broken_rule_is_reported()
    {
        var rules = Broken(new UserRow()).Select(violation => violation.Rule);

        Assert.Equal(
            ["id", "first_name", "last_name", "gender", "nationality", "email", "date_of_birth", "registered_date", "ingested_at"],
            rules.Select(rule => rule.Replace(".required", "")));
    }

    [Fact]
    public void Each_rule_of_a_field_is_named_once() =>
        Assert.Equal(UserRules.All.Count, UserRules.All.Select(rule => (rule.Name, rule.Field)).Distinct().Count());

    private static List<RuleViolation> Broken(UserRow row)
    {
        var violations = new List<RuleViolation>();
        Assert.Equal(UserRules.Check(row, violations), violations.Count == 0);
        return violations;
    }
}
