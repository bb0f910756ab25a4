using System.Net.Http.Json;
using Microsoft.Playwright;

namespace Streaming.Tests.EndToEnd.Browser;

/// <summary>The product as its user starts it, with the sample source, and a browser.</summary>
public class ConsoleUnderTest : IAsyncLifetime
{
    /// <summary>The schedule that the AppHost gives, by its default name.</summary>
    public const string Seeded = "randomuser";

    private const float Patience = 60_000;

    private RunningPipeline? _pipeline;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public RunningPipeline Pipeline => _pipeline ?? throw new InvalidOperationException("The pipeline was not started.");

    /// <summary>The console's address without its token.</summary>
    public Uri Address => new(new Uri(Pipeline.Endpoints.Console!), "/");

    public async Task InitializeAsync()
    {
        if (BrowserRequirement.SkipReason is not null) return;
        _pipeline = await RunningPipeline.StartAsync(["--no-dashboard"]);
        await Wait.UntilAsync(() => Pipeline.Endpoints.Console is not null, Wait.Limit, () => $"the console's address:\n{Pipeline.Tell()}");
        _playwright = await Playwright.CreateAsync();
        _browser = await Chromium.LaunchAsync(_playwright);
        Assertions.SetDefaultExpectTimeout(Patience);
    }

    /// <summary>A new viewer, in Berlin, who has the token and looks at a page.</summary>
    public async Task<Viewer> OpenAsync(string path = "")
    {
        var viewer = await OpenWithoutTokenAsync();
        await viewer.Page.APIRequest.GetAsync(Pipeline.Endpoints.Console!);
        await viewer.GoAsync(path);
        return viewer;
    }

    public async Task<Viewer> OpenWithoutTokenAsync()
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions { BaseURL = Address.AbsoluteUri, TimezoneId = "Europe/Berlin" });
        context.SetDefaultTimeout(Patience);
        return new Viewer(context, await context.NewPageAsync());
    }

    /// <summary>A call of Ingestion's API that has to succeed.</summary>
    public async Task CallAsync(string path, object body)
    {
        using var answer = await Pipeline.Push.PostAsJsonAsync(path, body);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Makes the sample source misbehave until the end of the block.</summary>
    public async Task<IAsyncDisposable> MisbehaveAsync(object faults)
    {
        var address = new Uri(new Uri(Pipeline.Endpoints.Resources["source"].Url!), "/faults");
        await SetAsync(faults);
        return new Healing(() => SetAsync(new { }));

        async Task SetAsync(object wanted)
        {
            using var source = new HttpClient();
            using var answer = await source.PostAsJsonAsync(address, wanted);
            answer.EnsureSuccessStatusCode();
        }
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_pipeline is not null) await _pipeline.DisposeAsync();
    }

    private sealed class Healing(Func<Task> heal) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await heal();
    }
}
