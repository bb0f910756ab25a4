using System.Buffers;
using System.Text.Json;
using Streaming.Pipeline.Events;
using Streaming.Tests.Harness;

namespace Streaming.Tests.Unit.Events;

/// <summary>Real answers of the source, versions 1.2 to 1.4, where they lie beside the repository.</summary>
public sealed class RecordedUsersTests
{
    private static readonly string[] Credentials = ["password", "salt", "md5", "sha1", "sha256"];

    [RecordedFact]
    public void Every_recorded_user_passes_every_rule_and_comes_out_whole()
    {
        var count = 0;
        var row = new UserRow();
        var output = new ArrayBufferWriter<byte>();
        var violations = new List<RuleViolation>();
        foreach (var raw in Samples.Recorded(RecordedAnswers.Folder))
        {
            output.ResetWrittenCount();
            Assert.True(RawRecord.TryCanonicalise(raw, output, out var identity, out _));
            RawUser.Map(output.WrittenSpan, row, violations);
            row.Set(UserField.Id, identity.Id);
            row.SetTimestamp(UserField.IngestedAt, Samples.IngestedAt);
            UserRules.Check(row, violations);
            Assert.Empty(violations);

            using var source = JsonDocument.Parse(raw);
            AssertFields(source.RootElement, identity, row);
            AssertNoCredentials(source.RootElement, output.WrittenSpan);

            UserNormaliser.Normalise(row, Samples.IngestedAt + 1);
            Assert.Equal(source.RootElement.GetProperty("nat").GetString(), row.Value(UserField.Country));
            count++;
        }

        Assert.Equal(5110, count);
    }

    private static void AssertFields(JsonElement source, RawIdentity identity, UserRow row)
    {
        var location = source.GetProperty("location");
        Assert.Equal(source.GetProperty("login").GetProperty("uuid").GetGuid(), identity.Id);
        Assert.Equal(source.GetProperty("name").GetProperty("first").GetString(), row.Value(UserField.FirstName));
        Assert.Equal(source.GetProperty("name").GetProperty("last").GetString(), row.Value(UserField.LastName));
        Assert.Equal(source.GetProperty("gender").GetString(), row.Value(UserField.Gender));
        Assert.Equal(location.GetProperty("city").GetString(), row.Value(UserField.City));
        Assert.Equal(location.GetProperty("state").GetString(), row.Value(UserField.State));
        Assert.Equal(location.TryGetProperty("country", out var country) ? country.GetString() : null, row.Value(UserField.Country));
        Assert.Equal(location.GetProperty("postcode").ToString(), row.Value(UserField.PostCode));
        Assert.Equal(location.GetProperty("coordinates").GetProperty("latitude").GetString(), row.Value(UserField.Latitude));
        Assert.Equal(location.GetProperty("coordinates").GetProperty("longitude").GetString(), row.Value(UserField.Longitude));
        Assert.Equal(source.GetProperty("email").GetString(), row.Value(UserField.Email));
        Assert.Equal(source.GetProperty("login").GetProperty("username").GetString(), row.Value(UserField.Username));
        Assert.Equal(source.GetProperty("dob").GetProperty("date").GetString(), row.Value(UserField.DateOfBirth));
        Assert.Equal(source.GetProperty("registered").GetProperty("date").GetString(), row.Value(UserField.RegisteredDate));
        Assert.Equal(source.GetProperty("phone").GetString(), row.Value(UserField.Phone));
        Assert.Equal(source.GetProperty("picture").GetProperty("large").GetString(), row.Value(UserField.Picture));
        Assert.Equal(source.GetProperty("nat").GetString(), row.Value(UserField.Nationality));
    }

    private static void AssertNoCredentials(JsonElement source, ReadOnlySpan<byte> canonical)
    {
        foreach (var name in Credentials)
        {
            var credential = source.GetProperty("login").GetProperty(name).GetRawText();
            Assert.False(canonical.IndexOf(Samples.Utf8($"\"{name}\":{credential}")) >= 0, $"login.{name} is kept.");
        }
    }
}
