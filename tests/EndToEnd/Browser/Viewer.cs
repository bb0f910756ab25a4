using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Streaming.Tests.EndToEnd.Browser;

/// <summary>One browser window with cookies of its own. Everything is found as a viewer finds it: by role and name.</summary>
public sealed partial class Viewer(IBrowserContext context, IPage page) : IAsyncDisposable
{
    public IPage Page { get; } = page;

    /// <summary>Opens a page by its address and waits until its data are there.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await LoadedAsync();
    }

    public async Task LoadedAsync()
    {
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await Assertions.Expect(Page.GetByText(Waiting)).ToHaveCountAsync(0);
    }

    public ILocator Field(string label) => Page.GetByLabel(label, new() { Exact = true });

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    public ILocator Choice(string label) => Page.GetByRole(AriaRole.Combobox, new() { Name = label, Exact = true });

    public ILocator Region(string name) => Page.GetByRole(AriaRole.Region, new() { Name = name, Exact = true });

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true });

    public ILocator Row(string text) => Page.GetByRole(AriaRole.Row).Filter(new() { HasText = text });

    /// <summary>Presses a button and agrees to what it asks.</summary>
    public async Task AgreeAsync(string button)
    {
        await Button(button).ClickAsync();
        await Page.GetByRole(AriaRole.Dialog, new() { Name = button }).GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
    }

    public Task SeesAsync(ILocator what) => Assertions.Expect(what.First).ToBeVisibleAsync();

    public Task SeesAsync(string text) => SeesAsync(Page.GetByText(text));

    /// <summary>How far the page can be scrolled sideways, in pixels: it should not.</summary>
    public Task<int> OverflowAsync() => Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");

    [GeneratedRegex("^(Loading…|Asking the services)")]
    private static partial Regex Waiting { get; }

    public ValueTask DisposeAsync() => context.DisposeAsync();
}
