using FsCheck;
using FsCheck.Fluent;
using Streaming.Pipeline.Events;

namespace Streaming.Tests.Unit.Events;

public sealed class UserNormaliserTests
{
    private const long ProcessedAt = Samples.IngestedAt + 1_000_001;

    [Fact]
    public void A_user_comes_out_in_the_processed_form()
    {
        var row = Samples.Created();
        UserNormaliser.Normalise(row, ProcessedAt);

        var expected = """
            {"id":"3f8a7c52-9d14-4b6e-8a53-1c2d3e4f5a6b","ingested_at":"2026-06-01T12:00:00.123456Z","first_name":"Zoë","last_name":"Øverland","gender":"female","address":"7541 Storgata, Tromsø, Troms, Norway","city":"Tromsø","state":"Troms","country":"NO","nationality":"NO","post_code":"9008","latitude":36.7507,"longitude":-169.1103,"email":"zoe.overland@example.com","username":"bigmouse581","date_of_birth":"1981-10-20T18:46:45.926Z","registered_date":"2018-07-22T19:29:37.066Z","phone":"0898673781","picture":"https://randomuser.me/api/portraits/women/20.jpg","age":44,"full_name":"Zoë Øverland","processed_at":"2026-06-01T12:00:01.123457Z"}
            """;
        Assert.Equal(expected, Samples.Json(row, UserForm.Processed));
    }

    [Theory]
    [InlineData(UserField.Id, "3F8A7C52-9D14-4B6E-8A53-1C2D3E4F5A6B", "3f8a7c52-9d14-4b6e-8a53-1c2d3e4f5a6b")]
    [InlineData(UserField.FirstName, " \u00a0Zoe\u0308\u3000", "Zoë")]
    [InlineData(UserField.City, "Å\u0323 \u1100\u1161", "Ạ\u030a 가")]
    [InlineData(UserField.City, "\u3000 ", null)]
    [InlineData(UserField.Gender, " Female", "female")]
    [InlineData(UserField.Nationality, "no ", "NO")]
    [InlineData(UserField.Country, "united kingdom", "GB")]
    [InlineData(UserField.Country, "Türkiye", "TR")]
    [InlineData(UserField.Country, "", "NO")]
    [InlineData(UserField.Email, " Ann.B@EXAMPLE.Com ", "Ann.B@example.com")]
    [InlineData(UserField.Email, "e\u0301@Bücher.example", "é@xn--bcher-kva.example")]
    [InlineData(UserField.Phone, " (+47) 12-34 ", "+471234")]
    [InlineData(UserField.Phone, "00 47+1", "00471")]
    [InlineData(UserField.Phone, "۰۱۲٣", "0123")]
    [InlineData(UserField.Phone, "+ none", null)]
    [InlineData(UserField.DateOfBirth, "1981-10-20", "1981-10-20T00:00:00.000Z")]
    [InlineData(UserField.DateOfBirth, "1981-10-20 18:46:45", "1981-10-20T18:46:45.000Z")]
    [InlineData(UserField.RegisteredDate, "2018-07-22T19:29:37Z", "2018-07-22T19:29:37.000Z")]
    [InlineData(UserField.RegisteredDate, "2018-07-22T19:29:37.1239Z", "2018-07-22T19:29:37.123Z")]
    public void A_value_is_normalised(UserField field, string value, string? expected)
    {
        var row = Samples.Created();
        row.Set(field, Samples.Utf8(value));
        UserNormaliser.Normalise(row, ProcessedAt);

        Assert.Equal(expected, row.Value(field));
    }

    [Fact]
    public void A_country_that_is_missing_is_the_nationality()
    {
        var row = Samples.Created(Samples.V12);
        UserNormaliser.Normalise(row, ProcessedAt);

        Assert.Equal("NO", row.Value(UserField.Country));
    }

    [Theory]
    [InlineData("2000-06-01T12:00:00.123456Z", "26")]
    [InlineData("2000-06-01T12:00:00.123457Z", "25")]
    [InlineData("2026-06-01T12:00:00.123456Z", "0")]
    [InlineData("1900-01-01", "126")]
    public void Age_is_in_whole_years_at_the_time_of_ingestion(string born, string age)
    {
        var row = Samples.Created();
        row.Set(UserField.DateOfBirth, Samples.Utf8(born));
        UserNormaliser.Normalise(row, ProcessedAt);

        Assert.Equal(age, row.Value(UserField.Age));
    }

    [Fact]
    public void Normalising_again_changes_nothing() =>
        Prop.ForAll(Arb.From(Gen.Zip(JsonGen.Text, JsonGen.Text)), texts =>
        {
            var row = Samples.Created();
            row.Set(UserField.FirstName, Samples.Utf8(texts.Item1));
            row.Set(UserField.City, Samples.Utf8(texts.Item2));
            row.Set(UserField.Phone, Samples.Utf8(texts.Item2 + texts.Item1));
            UserNormaliser.Normalise(row, ProcessedAt);
            var once = Samples.Json(row, UserForm.Processed);
            UserNormaliser.Normalise(row, ProcessedAt);

            return once == Samples.Json(row, UserForm.Processed) && once.IsNormalized();
        }).QuickCheckThrowOnFailure();
}
