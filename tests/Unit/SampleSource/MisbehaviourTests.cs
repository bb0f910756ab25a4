using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Streaming.SampleSource;

namespace Streaming.Tests.Unit.SampleSource;

public sealed class MisbehaviourTests
{
    [Fact]
    public async Task An_unknown_version_is_not_found()
    {
        await using var api = await SampleApi.StartAsync();

        using var response = await api.SendAsync("/api/2.0/");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("2.0", await ErrorOf(response));
    }

    [Fact]
    public async Task Past_the_quota_of_users_the_answer_is_429_until_the_window_ends()
    {
        var time = new ManualTime();
        await using var api = await SampleApi.StartAsync(time, ("MaxUsers", "100"), ("Window", "00:01:00"));

        Assert.Equal(99, (await api.GetUsersAsync("results=99")).Count);
        Assert.Equal(50, (await api.GetUsersAsync("results=50")).Count);
        time.Advance(TimeSpan.FromSeconds(20.5));
        using var refused = await api.SendAsync("/api/?results=1");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(40), refused.Headers.RetryAfter!.Delta);
        Assert.NotEmpty(await ErrorOf(refused));
        time.Advance(TimeSpan.FromSeconds(40));
        Assert.Single(await api.GetUsersAsync("results=1"));
    }

    [Theory]
    [InlineData("UnavailableRate", HttpStatusCode.ServiceUnavailable)]
    [InlineData("TooManyRequestsRate", HttpStatusCode.TooManyRequests)]
    public async Task Requests_fail_at_the_rate_given(string rate, HttpStatusCode status)
    {
        await using var api = await SampleApi.StartAsync(null, ($"Faults:{rate}", "0.3"));
        var failed = 0;

        for (var i = 0; i < 200; i++)
        {
            using var response = await api.SendAsync("/api/?seed=s");
            failed += response.StatusCode == status ? 1 : 0;
            Assert.True(response.StatusCode == status || response.StatusCode == HttpStatusCode.OK);
        }

        Assert.InRange(failed, 40, 80);
    }

    [Fact]
    public async Task A_truncated_answer_is_no_JSON()
    {
        await using var api = await SampleApi.StartAsync(null, ("Faults:TruncatedRate", "1"));

        foreach (var results in (int[])[1, 10])
        {
            var body = await api.Client.GetStringAsync($"/api/?results={results}");
            Assert.StartsWith("{\"results\":[{\"gender\":", body);
            Assert.ThrowsAny<JsonException>(() => JsonNode.Parse(body));
        }
    }

    [Fact]
    public async Task Malformed_users_stand_among_good_ones_and_are_the_same_each_time()
    {
        await using var api = await SampleApi.StartAsync(null, ("Faults:MalformedRate", "0.1"));
        await using var sound = await SampleApi.StartAsync();

        var users = await api.GetUsersAsync("results=1000&seed=bad");
        var again = await api.GetUsersAsync("results=1000&seed=bad");
        var good = await sound.GetUsersAsync("results=1000&seed=bad");

        Assert.Equal(users.ToJsonString(), again.ToJsonString());
        Assert.InRange(users.Zip(good).Count(pair => pair.First!.ToJsonString() != pair.Second!.ToJsonString()), 60, 140);
        Assert.Contains(users, user => user is JsonValue);
        var objects = users.OfType<JsonObject>().ToList();
        Assert.Contains(objects, user => user["name"]!["first"] is null);
        Assert.Contains(objects, user => !user["email"]!.GetValue<string>().Contains('@'));
        Assert.Contains(objects, user => user["dob"]!["date"]!.GetValue<string>() == "yesterday");
        Assert.Contains(objects, user => user["location"]!["coordinates"]!["latitude"]!.GetValue<string>() == "999.0000");
    }

    [Fact]
    public async Task Duplicate_users_repeat_the_one_before()
    {
        await using var api = await SampleApi.StartAsync(null, ("Faults:DuplicateRate", "0.2"));

        var users = (await api.GetUsersAsync("results=1000&seed=twice")).Select(user => user!.ToJsonString()).ToList();

        Assert.InRange(1000 - users.Distinct().Count(), 140, 260);
        Assert.Equal(users.Distinct().Count() - 1, users.Zip(users.Skip(1)).Count(pair => pair.First != pair.Second));
    }

    [Fact]
    public async Task Latency_delays_the_answer()
    {
        var time = new ManualTime();
        await using var api = await SampleApi.StartAsync(time, ("Faults:Latency", "00:00:30"));

        var answer = api.GetUsersAsync("results=1");
        await time.TimerSet.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.False(answer.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(30));

        Assert.Single(await answer.WaitAsync(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task Faults_can_be_switched_while_it_runs()
    {
        await using var api = await SampleApi.StartAsync();

        using var on = await api.Client.PostAsJsonAsync("/faults", new { unavailableRate = 1 });
        using var failing = await api.SendAsync("/api/");
        using var off = await api.Client.PostAsJsonAsync("/faults", new { });
        using var healed = await api.SendAsync("/api/");

        Assert.Equal(HttpStatusCode.OK, on.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, failing.StatusCode);
        Assert.Equal(HttpStatusCode.OK, healed.StatusCode);
    }

    [Fact]
    public async Task Bad_faults_are_refused_and_change_nothing()
    {
        await using var api = await SampleApi.StartAsync();

        using var response = await api.Client.PostAsJsonAsync("/faults", new { unavailableRate = 1, truncatedRate = 7, latency = "-00:00:01" });
        using var unchanged = await api.SendAsync("/api/");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(2, JsonNode.Parse(await response.Content.ReadAsStringAsync())!["errors"]!.AsArray().Count);
        Assert.Equal(HttpStatusCode.OK, unchanged.StatusCode);
    }

    [Fact]
    public async Task Every_bad_option_is_named_at_start()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => SampleApi.StartAsync(
            null, ("MaxUsers", "-1"), ("Window", "00:00:00"), ("Faults:Latency", "-00:00:01"), ("Faults:TooManyRequestsRate", "1.5"),
            ("Faults:UnavailableRate", "-1"), ("Faults:TruncatedRate", "2"), ("Faults:MalformedRate", "NaN"), ("Faults:DuplicateRate", "9")));

        Assert.Equal(8, error.Failures.Count());
        Assert.All(error.Failures, failure => Assert.StartsWith($"{SampleSourceOptions.Section}:", failure));
    }

    private static async Task<string> ErrorOf(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!.GetValue<string>();
}
