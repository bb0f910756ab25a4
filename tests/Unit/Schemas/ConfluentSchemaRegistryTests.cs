using System.Net;
using System.Text;
using Streaming.Pipeline.Schemas.Confluent;

namespace Streaming.Tests.Unit.Schemas;

/// <summary>What a registry's answers mean; that real ones answer so is for the contract to show.</summary>
public sealed class ConfluentSchemaRegistryTests
{
    private const string Json = "application/json";

    [Theory]
    [InlineData(40401, "no subject")]
    [InlineData(40403, "no schema")]
    public async Task A_404_with_a_registrys_code_says_that_there_is_none(int code, string message)
    {
        var registry = Registry(HttpStatusCode.NotFound, $$"""{"error_code":{{code}},"message":"{{message}}"}""");

        Assert.Null(await registry.FindAsync("s", "{}", default));
        Assert.Null(await registry.GetAsync(1, default));
    }

    [Fact]
    public async Task A_404_of_something_else_is_a_wrong_address_and_no_unknown_schema()
    {
        var registry = Registry(HttpStatusCode.NotFound, "<html>Resource not found</html>", "text/html");

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => registry.GetAsync(1, default));

        Assert.Contains("/apis/ccompat/v7", error.Message);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, "", "refuses the user name and password")]
    [InlineData(HttpStatusCode.InternalServerError, """{"error_code":0,"message":"the database is away"}""", "the database is away")]
    [InlineData(HttpStatusCode.OK, "{}", "answered GET schemas/ids/1 with 200")]
    [InlineData(HttpStatusCode.OK, "[]", "answered GET schemas/ids/1 with 200")]
    public async Task A_registry_that_fails_says_nothing_about_the_schema(HttpStatusCode status, string body, string expected)
    {
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => Registry(status, body).GetAsync(1, default));

        Assert.Contains(expected, error.Message);
        Assert.DoesNotContain("secret", error.Message);
    }

    [Fact]
    public async Task A_registry_that_does_not_answer_in_time_is_named()
    {
        using var http = new HttpClient(new Handler(async (_, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException("A hanging request can only be cancelled.");
        }));
        (http.BaseAddress, http.Timeout) = (new Uri("http://registry:8081/"), TimeSpan.FromMilliseconds(100));

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => new ConfluentSchemaRegistry(http).GetAsync(1, default));

        Assert.Equal("The schema registry at http://registry:8081/ did not answer within 0.1 s.", error.Message);
    }

    [Fact]
    public async Task An_id_that_no_registry_gives_is_not_asked_for()
    {
        var registry = Registry(HttpStatusCode.InternalServerError, "");
        Assert.Null(await registry.GetAsync(-559038737, default));
        Assert.Null(await registry.GetAsync(0, default));
    }

    [Fact]
    public async Task A_schema_that_the_registry_can_not_read_is_refused_in_its_words()
    {
        var registry = Registry(HttpStatusCode.UnprocessableEntity, """{"error_code":42201,"message":"Invalid schema"}""");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => registry.FindAsync("s-value", "{", default));

        Assert.Equal("The schema registry refuses s-value: Invalid schema (42201).", error.Message);
    }

    private static ConfluentSchemaRegistry Registry(HttpStatusCode status, string body, string type = Json) => new(
        new HttpClient(new Handler((_, _) => Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, type) })))
        {
            BaseAddress = new Uri("http://registry:8081/"),
            DefaultRequestHeaders = { { "Authorization", "Basic secret" } },
        });

    private sealed class Handler(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            answer(request, cancellationToken);
    }
}
