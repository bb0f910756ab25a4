using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Streaming.Tests.EndToEnd;

public sealed partial class RealInputTests
{
    private const int Users = 5_110;

    [RecordedFact(withPostgres: true)]
    public async Task Every_user_of_the_real_API_is_in_created_users_once_field_by_field_and_no_credential_anywhere()
    {
        await using var source = await RecordedSource.StartAsync();
        var expected = source.Users().ToDictionary(user => Guid.Parse(Text(user, "login", "uuid")!));
        Assert.Equal(Users, expected.Count);

        await using var pipeline = await RunningPipeline.StartAsync(["--source", source.Address], new()
        {
            ["Ingestion__Pull__PageSize"] = "1000",
            ["Ingestion__Pull__UsersPerRun"] = (source.Pages.Count * 1000).ToString(CultureInfo.InvariantCulture),
        });
        await Wait.UntilAsync(
            async () => await pipeline.QueryAsync<long>("select count(*) from created_users") >= Users,
            TimeSpan.FromSeconds(60),
            () => $"{Users} rows; the AppHost printed:\n{pipeline.Output}");

        Assert.Equal(Users, await pipeline.QueryAsync<long>("select count(*) from created_users"));
        Assert.Equal(0, await pipeline.QueryAsync<long>("select count(*) from log.records('users_rejected')"));
        await EachFieldAsTheSourceHadItAsync(pipeline, expected);
        await NoCredentialAsync(pipeline, expected.Values);
    }

    private static async Task EachFieldAsTheSourceHadItAsync(RunningPipeline pipeline, Dictionary<Guid, JsonElement> expected)
    {
        await using var command = pipeline.Database.CreateCommand(
            "select id, first_name, last_name, post_code, date_of_birth, registered_date, email, username, gender, nationality, city, state, latitude, longitude, picture from created_users");
        await using var rows = await command.ExecuteReaderAsync();
        var seen = 0;
        while (await rows.ReadAsync())
        {
            var user = expected[rows.GetGuid(0)];
            Assert.Equal(Normalised(Text(user, "name", "first")), rows.GetString(1));
            Assert.Equal(Normalised(Text(user, "name", "last")), rows.GetString(2));
            Assert.Equal(Text(user, "location", "postcode"), rows.GetString(3));
            Assert.Equal(Time(Text(user, "dob", "date")!), rows.GetFieldValue<DateTimeOffset>(4));
            Assert.Equal(Time(Text(user, "registered", "date")!), rows.GetFieldValue<DateTimeOffset>(5));
            Assert.Equal(Normalised(Text(user, "email")), rows.GetString(6));
            Assert.Equal(Text(user, "login", "username"), rows.GetString(7));
            Assert.Equal(Text(user, "gender"), rows.GetString(8));
            Assert.Equal(Text(user, "nat"), rows.GetString(9));
            Assert.Equal(Normalised(Text(user, "location", "city")), rows.GetString(10));
            Assert.Equal(Normalised(Text(user, "location", "state")), rows.GetString(11));
            Assert.Equal(double.Parse(Text(user, "location", "coordinates", "latitude")!, CultureInfo.InvariantCulture), rows.GetDouble(12));
            Assert.Equal(double.Parse(Text(user, "location", "coordinates", "longitude")!, CultureInfo.InvariantCulture), rows.GetDouble(13));
            Assert.Equal(Text(user, "picture", "large"), rows.GetString(14));
            seen++;
        }

        Assert.Equal(expected.Count, seen);
    }

    /// <summary>Looks through every byte of every table, the log's included.</summary>
    private static async Task NoCredentialAsync(RunningPipeline pipeline, IEnumerable<JsonElement> users)
    {
        var secrets = users.SelectMany(user => new[] { "md5", "sha1", "sha256" }.Select(hash => Text(user, "login", hash)!)).ToHashSet();
        Assert.Equal(3 * Users, secrets.Count);
        foreach (var table in await TablesAsync(pipeline))
        {
            var content = await DumpAsync(pipeline, table);
            Assert.DoesNotContain("\"password\"", content);
            Assert.DoesNotContain("\"salt\"", content);
            Assert.DoesNotContain(Hash().Matches(content), match => secrets.Contains(match.Value));
        }
    }

    private static async Task<List<string>> TablesAsync(RunningPipeline pipeline)
    {
        await using var command = pipeline.Database.CreateCommand(
            "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname not in ('pg_catalog', 'information_schema')");
        await using var rows = await command.ExecuteReaderAsync();
        List<string> tables = [];
        while (await rows.ReadAsync()) tables.Add(rows.GetString(0));
        Assert.Contains("public.raw_users", tables);
        return tables;
    }

    private static async Task<string> DumpAsync(RunningPipeline pipeline, string table)
    {
        await using var connection = await pipeline.Database.OpenConnectionAsync();
        await using var export = await connection.BeginRawBinaryCopyAsync($"copy {table} to stdout (format binary)");
        using var content = new MemoryStream();
        await export.CopyToAsync(content);
        return Encoding.UTF8.GetString(content.ToArray());
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
