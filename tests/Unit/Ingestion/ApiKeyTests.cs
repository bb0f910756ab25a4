using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Streaming.Ingestion.Push;

namespace Streaming.Tests.Unit.Ingestion;

public sealed class ApiKeyTests
{
    private const string Key = "0123456789abcdef";

    [Theory]
    [InlineData("X-API-Key", Key)]
    [InlineData("Authorization", "Bearer " + Key)]
    [InlineData("Authorization", "bearer " + Key)]
    public async Task The_key_lets_a_request_through(string header, string value) => Assert.Equal("through", await SendAsync(header, value));

    [Theory]
    [InlineData("X-API-Key", "")]
    [InlineData("X-API-Key", "0123456789abcdeF")]
    [InlineData("X-API-Key", Key + "0")]
    [InlineData("Authorization", Key)]
    [InlineData("Authorization", "Basic " + Key)]
    [InlineData("Other", Key)]
    public async Task Anything_else_is_answered_401(string header, string value) =>
        Assert.Equal(401, Assert.IsType<ProblemHttpResult>(await SendAsync(header, value)).StatusCode);

    private static async Task<object?> SendAsync(string header, string value)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers[header] = value;
        var filter = new ApiKeyFilter(Options.Create(new PushOptions { ApiKey = Key }));
        return await filter.InvokeAsync(new DefaultEndpointFilterInvocationContext(context), _ => ValueTask.FromResult<object?>("through"));
    }
}
