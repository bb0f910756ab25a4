using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Streaming.Tests.Harness.Outcomes;

namespace Streaming.Tests.EndToEnd;

public abstract partial class PipelineSuite
{
    private const int Users = 5_110;

    [ContractFact]
    public async Task Every_user_of_the_real_API_is_in_created_users_once_field_by_field_and_no_credential_anywhere()
    {
        await using var source = await RecordedSource.StartAsync();
        var expected = source.Users().ToDictionary(user => Guid.Parse(Text(user, "login", "uuid")!));
        Assert.Equal(Users, expected.Count);

        await using var pipeline = await StartAsync(["--source", source.Address], new()
        {
            ["Ingestion__Pull__PageSize"] = "1000",
            ["Ingestion__Pull__UsersPerRun"] = (source.Pages.Count * 1000).ToString(CultureInfo.InvariantCulture),
        });
        await pipeline.Outcome.ArrivedAsync(Users, rejected: 0, Wait.Limit, pipeline.Tell);

        EachFieldAsTheSourceHadIt(await pipeline.Outcome.ReadUsersAsync(), expected);
        Assert.Empty(await pipeline.Outcome.RejectedAsync());
        await NoCredentialAsync(pipeline, expected.Values);
    }

    private static void EachFieldAsTheSourceHadIt(IReadOnlyList<StoredUser> stored, Dictionary<Guid, JsonElement> expected)
    {
        Assert.Equal(expected.Keys.Order(), stored.Select(user => user.Id).Order());
        foreach (var row in stored)
        {
            var user = expected[row.Id];
            Assert.Equal(Normalised(Text(user, "name", "first")), row.FirstName);
            Assert.Equal(Normalised(Text(user, "name", "last")), row.LastName);
            Assert.Equal(Text(user, "location", "postcode"), row.PostCode);
            Assert.Equal(Time(Text(user, "dob", "date")!), row.DateOfBirth);
            Assert.Equal(Time(Text(user, "registered", "date")!), row.RegisteredDate);
            Assert.Equal(Normalised(Text(user, "email")), row.Email);
            Assert.Equal(Text(user, "login", "username"), row.Username);
            Assert.Equal(Text(user, "gender"), row.Gender);
            Assert.Equal(Text(user, "nat"), row.Nationality);
            Assert.Equal(Normalised(Text(user, "location", "city")), row.City);
            Assert.Equal(Normalised(Text(user, "location", "state")), row.State);
            Assert.Equal(double.Parse(Text(user, "location", "coordinates", "latitude")!, CultureInfo.InvariantCulture), row.Latitude);
            Assert.Equal(double.Parse(Text(user, "location", "coordinates", "longitude")!, CultureInfo.InvariantCulture), row.Longitude);
            Assert.Equal(Text(user, "picture", "large"), row.Picture);
        }
    }

    /// <summary>Looks through every byte of every table and topic.</summary>
    private static async Task NoCredentialAsync(RunningPipeline pipeline, IEnumerable<JsonElement> users)
    {
        var secrets = users.SelectMany(user => new[] { "md5", "sha1", "sha256" }.Select(hash => Text(user, "login", hash)!)).ToHashSet();
        Assert.Equal(3 * Users, secrets.Count);
        var names = new HashSet<string>();
        await foreach (var (name, content) in pipeline.Outcome.DumpAsync())
        {
            names.Add(name);
            Assert.DoesNotContain("\"password\"", content);
            Assert.DoesNotContain("\"salt\"", content);
            Assert.DoesNotContain(Hash().Matches(content), match => secrets.Contains(match.Value));
        }

        Assert.Contains("public.raw_users", names);
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static string? Normalised(string? text) => text?.Normalize(NormalizationForm.FormC).Trim();

    private static string? Text(JsonElement element, params string[] path)
    {
        foreach (var name in path) element = element.GetProperty(name);
        return element.ValueKind == JsonValueKind.String ? element.GetString() : element.GetRawText();
    }

    [GeneratedRegex("[0-9a-f]{32,64}")]
    private static partial Regex Hash();
}
