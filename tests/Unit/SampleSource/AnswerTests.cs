using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Streaming.SampleSource.Generator;
using Streaming.Tests.Harness;

namespace Streaming.Tests.Unit.SampleSource;

public sealed class AnswerTests
{
    [RecordedFact]
    public async Task An_answer_has_the_keys_order_and_types_of_a_recorded_one()
    {
        await using var api = await SampleApi.StartAsync();
        var recorded = JsonNode.Parse(await File.ReadAllBytesAsync(Path.Combine(RecordedAnswers.Folder, "recorded-v1.4-10-users.json")))!;
        var answer = await api.GetAsync("results=10&seed=shape&nat=nl");

        Assert.Equal(Shape(recorded), Shape(answer));
        Assert.All(answer["results"]!.AsArray(), user => Assert.Equal(Shape(recorded["results"]![0]), Shape(user)));
    }

    [Fact]
    public async Task The_same_request_gives_the_same_bytes()
    {
        await using var one = await SampleApi.StartAsync();
        await using var other = await SampleApi.StartAsync();

        var bytes = await one.Client.GetByteArrayAsync("/api/?results=200&seed=same&page=3");

        Assert.Equal(bytes, await one.Client.GetByteArrayAsync("/api/1.4/?results=200&seed=same&page=3"));
        Assert.Equal(bytes, await other.Client.GetByteArrayAsync("/api?results=200&seed=same&page=3"));
        Assert.NotEqual(bytes, await one.Client.GetByteArrayAsync("/api/?results=200&seed=another&page=3"));
        Assert.NotEqual(bytes, await one.Client.GetByteArrayAsync("/api/?results=200&seed=same&page=4"));
    }

    [Fact]
    public void The_generator_is_SplitMix64() => Assert.Equal(0xE220A8397B1DCDAFUL, new Rng(0).Next());

    [Fact]
    public async Task Ids_are_unique_across_the_pages_of_a_seed()
    {
        await using var api = await SampleApi.StartAsync();
        var ids = new HashSet<string>();

        for (var page = 1; page <= 3; page++)
        {
            foreach (var user in await api.GetUsersAsync($"results=2000&seed=ids&page={page}&inc=login"))
                Assert.True(ids.Add(Guid.Parse(user!["login"]!["uuid"]!.GetValue<string>()).ToString()));
        }

        Assert.Equal(6000, ids.Count);
    }

    [Theory]
    [InlineData("5000", 5000)]
    [InlineData("5001", 1)]
    [InlineData("0", 1)]
    [InlineData("-3", 1)]
    [InlineData("many", 1)]
    [InlineData("", 1)]
    public async Task Results_out_of_range_give_one_user(string results, int users)
    {
        await using var api = await SampleApi.StartAsync();

        var answer = await api.GetAsync($"results={results}&inc=gender");

        Assert.Equal(users, answer["results"]!.AsArray().Count);
        Assert.Equal(users, answer["info"]!["results"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("10000", 10_000)]
    [InlineData("10001", 1)]
    [InlineData("0", 1)]
    [InlineData("last", 1)]
    public async Task Pages_out_of_range_are_the_first(string page, int answered)
    {
        await using var api = await SampleApi.StartAsync();

        Assert.Equal(answered, (await api.GetAsync($"page={page}"))["info"]!["page"]!.GetValue<int>());
    }

    [Fact]
    public async Task Without_a_seed_one_is_made_up_and_told()
    {
        await using var api = await SampleApi.StartAsync();

        var answer = await api.GetAsync("results=3");
        var seed = answer["info"]!["seed"]!.GetValue<string>();

        Assert.NotEqual(seed, (await api.GetAsync("results=3"))["info"]!["seed"]!.GetValue<string>());
        Assert.Equal(answer.ToJsonString(), (await api.GetAsync($"results=3&seed={seed}")).ToJsonString());
    }

    [Fact]
    public async Task A_seed_is_escaped_in_the_answer()
    {
        await using var api = await SampleApi.StartAsync();

        Assert.Equal("a\"b\\ü", (await api.GetAsync("seed=a%22b%5C%C3%BC"))["info"]!["seed"]!.GetValue<string>());
    }

    [Fact]
    public async Task Nationalities_are_filtered_and_unknown_ones_ignored()
    {
        await using var api = await SampleApi.StartAsync();

        var some = await api.GetUsersAsync("results=200&seed=n&nat=ir,TR,xx&inc=nat");
        var all = await api.GetUsersAsync("results=1000&seed=n&nat=xx&inc=nat");

        Assert.Equal(["IR", "TR"], some.Select(user => user!["nat"]!.GetValue<string>()).Distinct().Order());
        Assert.Equal(Nationalities.All.Length, all.Select(user => user!["nat"]!.GetValue<string>()).Distinct().Count());
    }

    [Fact]
    public async Task Fields_are_included_and_excluded()
    {
        await using var api = await SampleApi.StartAsync();

        var whole = (await api.GetUsersAsync("seed=f"))[0]!.AsObject();
        var included = (await api.GetUsersAsync("seed=f&inc=nat,Email,nonsense"))[0]!.AsObject();
        var excluded = (await api.GetUsersAsync("seed=f&exc=login,nat"))[0]!.AsObject();

        Assert.Equal(["email", "nat"], included.Select(field => field.Key));
        Assert.Equal(whole.Select(field => field.Key).Except(["login", "nat"]), excluded.Select(field => field.Key));
        Assert.All(included.Concat(excluded), field => Assert.Equal(whole[field.Key]!.ToJsonString(), field.Value!.ToJsonString()));
    }

    [Fact]
    public async Task The_oddities_of_the_live_service_are_there()
    {
        await using var api = await SampleApi.StartAsync();

        var users = await api.GetUsersAsync("results=2000&seed=odd");

        var postCodes = users.Select(user => user!["location"]!["postcode"]!.GetValueKind()).Distinct();
        Assert.Equal([JsonValueKind.String, JsonValueKind.Number], postCodes.Order());
        Assert.InRange(users.Count(user => user!["id"]!["value"] is null), 200, 800);
        var names = string.Concat(users.Select(user => user!["name"]!["first"]!.GetValue<string>()));
        foreach (var letter in (string[])["é", "Ø", "Ж", "ش", "अ", "Ş"])
            Assert.Contains(letter, names);
    }

    [Fact]
    public async Task Users_are_plausible()
    {
        await using var api = await SampleApi.StartAsync();

        Assert.All(await api.GetUsersAsync("results=3000&seed=plausible"), user =>
        {
            Assert.Matches("^[a-z]+\\.[a-z]+@example\\.com$", user!["email"]!.GetValue<string>());
            Assert.InRange(double.Parse(user["location"]!["coordinates"]!["latitude"]!.GetValue<string>(), CultureInfo.InvariantCulture), -90, 90);
            Assert.InRange(double.Parse(user["location"]!["coordinates"]!["longitude"]!.GetValue<string>(), CultureInfo.InvariantCulture), -180, 180);
            Assert.InRange(user["dob"]!["age"]!.GetValue<int>(), 18, 80);
            Assert.True(Date(user, "dob").AddYears(18) <= Date(user, "registered"));
        });

        static DateTime Date(JsonNode user, string field) =>
            DateTime.ParseExact(user[field]!["date"]!.GetValue<string>(), "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
    }

    // Names and types of all that is below, in order; of an array, of its first element.
    private static string Shape(JsonNode? node) => node switch
    {
        JsonObject fields => "{" + string.Join(",", fields.Select(field => $"{field.Key}:{Shape(field.Value)}")) + "}",
        JsonArray items => $"[{Shape(items[0])}]",
        null => "null",
        _ => node.GetValueKind().ToString(),
    };
}
