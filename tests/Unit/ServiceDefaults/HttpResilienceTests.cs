using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Streaming.ServiceDefaults.Http;

namespace Streaming.Tests.Unit.ServiceDefaults;

public sealed class HttpResilienceTests
{
    private static readonly Uri Address = new("http://source/api");

    private readonly ScriptedServer _server = new();
    private readonly SkippedTime _time = new();

    [Theory]
    [InlineData(HttpStatusCode.RequestTimeout)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task A_passing_failure_is_retried(HttpStatusCode failure)
    {
        _server.Answers(failure, failure, HttpStatusCode.OK);

        using var response = await Client().GetAsync(Address);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(3, _server.Requests);
    }

    [Fact]
    public async Task A_connection_error_is_retried()
    {
        _server.Fails(new HttpRequestException("refused")).Answers(HttpStatusCode.OK);

        using var response = await Client().GetAsync(Address);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task After_the_last_try_the_caller_sees_the_last_answer()
    {
        _server.Answers([.. Enumerable.Repeat(HttpStatusCode.BadGateway, 5)]);

        using var response = await Client(options => options.MaxAttempts = 3).GetAsync(Address);

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal(3, _server.Requests);
    }

    [Fact]
    public async Task A_refusal_and_a_POST_are_not_retried()
    {
        _server.Answers(HttpStatusCode.NotFound, HttpStatusCode.ServiceUnavailable);
        var client = Client();

        using var refused = await client.GetAsync(Address);
        using var posted = await client.PostAsync(Address, new StringContent("{}"));

        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, posted.StatusCode);
        Assert.Equal(2, _server.Requests);
    }

    [Fact]
    public async Task A_POST_is_retried_where_it_has_no_second_effect()
    {
        _server.Answers(HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK);

        using var posted = await Client(options => options.RepeatsAnyRequest = true).PostAsync(Address, new StringContent("{}"));

        Assert.Equal((HttpStatusCode.OK, 2), (posted.StatusCode, _server.Requests));
    }

    [Fact]
    public async Task The_wait_is_what_Retry_After_says()
    {
        _server.Answers(HttpStatusCode.TooManyRequests, retryAfter: TimeSpan.FromSeconds(17)).Answers(HttpStatusCode.OK);

        using var response = await Client().GetAsync(Address);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal([TimeSpan.FromSeconds(17)], _time.Skipped);
    }

    [Fact]
    public async Task A_Retry_After_past_the_cap_goes_to_the_caller()
    {
        _server.Answers(HttpStatusCode.TooManyRequests, retryAfter: TimeSpan.FromMinutes(5));

        using var response = await Client().GetAsync(Address);

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal(1, _server.Requests);
    }

    [Fact]
    public async Task Waits_grow_with_jitter_up_to_the_limit()
    {
        _server.Answers([.. Enumerable.Repeat(HttpStatusCode.BadGateway, 8)]);

        using var response = await Client(options => (options.MaxAttempts, options.MaxDelay) = (8, TimeSpan.FromSeconds(2))).GetAsync(Address);

        Assert.Equal(7, _time.Skipped.Count);
        Assert.All(_time.Skipped, wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(2)));
        Assert.True(_time.Skipped.Distinct().Count() > 2);
    }

    [Fact]
    public async Task A_server_that_hangs_is_left_after_the_attempt_timeout()
    {
        _server.Hangs().Hangs();

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => Client(options =>
        {
            options.MaxAttempts = 2;
            options.AttemptTimeout = TimeSpan.FromMilliseconds(20);
        }).GetAsync(Address));

        Assert.Contains("'test'", error.Message);
        Assert.Equal(2, _server.Requests);
    }

    [Fact]
    public async Task An_open_circuit_spares_the_server()
    {
        _server.Answers([.. Enumerable.Repeat(HttpStatusCode.InternalServerError, 10)]);
        var client = Client(options => (options.MaxAttempts, options.BreakerMinimumAttempts) = (1, 4));

        for (var i = 0; i < 4; i++)
            (await client.GetAsync(Address)).Dispose();
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(Address));

        Assert.Equal(4, _server.Requests);
    }

    [Fact]
    public async Task The_callers_cancellation_ends_the_retries()
    {
        using var stop = new CancellationTokenSource();
        _server.Hangs();

        var request = Client().GetAsync(Address, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
    }

    [Fact]
    public void Every_bad_option_is_named_at_once()
    {
        var result = new HttpResilienceOptionsValidator().Validate("test", new HttpResilienceOptions
        {
            MaxAttempts = 0,
            BaseDelay = TimeSpan.Zero,
            MaxDelay = TimeSpan.FromDays(1),
            MaxRetryAfter = TimeSpan.FromSeconds(-1),
            AttemptTimeout = TimeSpan.Zero,
            TotalTimeout = TimeSpan.FromDays(2),
            BreakerFailureRatio = 2,
            BreakerMinimumAttempts = 1,
            BreakerWindow = TimeSpan.Zero,
            BreakDuration = TimeSpan.Zero,
        });

        var keys = typeof(HttpResilienceOptions).GetProperties().Where(property => property.PropertyType != typeof(bool)).Select(property => property.Name);
        Assert.All(keys, key => Assert.Contains(result.Failures!, failure => failure.Contains($" {key} is ")));
    }

    [Fact]
    public void The_defaults_are_valid() =>
        Assert.Equal(ValidateOptionsResult.Success, new HttpResilienceOptionsValidator().Validate("test", new HttpResilienceOptions()));

    private HttpClient Client(Action<HttpResilienceOptions>? configure = null)
    {
        var services = new ServiceCollection().AddSingleton<TimeProvider>(_time);
        services.AddHttpClient("test").AddStandardResilience(configure).ConfigurePrimaryHttpMessageHandler(() => _server);
        return services.BuildServiceProvider().GetRequiredService<IHttpClientFactory>().CreateClient("test");
    }
}
