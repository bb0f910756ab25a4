using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Streaming.SampleSource;
using Streaming.SampleSource.Faults;

namespace Streaming.Tests.Unit.SampleSource;

/// <summary>The sample source in memory.</summary>
internal sealed class SampleApi : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SampleApi(WebApplication app)
    {
        _app = app;
        Client = app.GetTestClient();
    }

    public HttpClient Client { get; }

    public static async Task<SampleApi> StartAsync(TimeProvider? time = null, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"SampleSource:{setting.Key}", (string?)setting.Value)));
        builder.Services.AddApi();
        if (time is not null)
            builder.Services.AddSingleton(time);

        var app = builder.Build();
        app.MapApi();
        app.MapFaults();
        await app.StartAsync();
        return new SampleApi(app);
    }

    public async Task<JsonNode> GetAsync(string query) =>
        JsonNode.Parse(await Client.GetByteArrayAsync(new Uri($"/api/?{query}", UriKind.Relative)))!;

    public async Task<JsonArray> GetUsersAsync(string query) => (await GetAsync(query))["results"]!.AsArray();

    public Task<HttpResponseMessage> SendAsync(string path) => Client.GetAsync(new Uri(path, UriKind.Relative));

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
