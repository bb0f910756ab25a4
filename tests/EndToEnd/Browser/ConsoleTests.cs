using System.Net;

namespace Streaming.Tests.EndToEnd.Browser;

/// <summary>The console as its user sees it. One pipeline runs for all of these tests; what one of them spoils it mends itself.</summary>
public sealed partial class ConsoleTests(ConsoleUnderTest console) : IClassFixture<ConsoleUnderTest>
{
    [BrowserTheory]
    [InlineData("GET", "")]
    [InlineData("GET", "runs")]
    [InlineData("GET", "login?t=0000000000000000")]
    [InlineData("GET", "_blazor")]
    [InlineData("POST", "_blazor/negotiate?negotiateVersion=1")]
    public async Task Without_the_token_nothing_is_answered(string method, string path)
    {
        using var stranger = new HttpClient { BaseAddress = console.Address };
        using var answer = await stranger.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.DoesNotContain("blazor", await answer.Content.ReadAsStringAsync());
    }

    [BrowserFact]
    public async Task A_browser_without_the_token_is_told_how_to_get_in_and_the_printed_address_lets_it_in()
    {
        await using var viewer = await console.OpenWithoutTokenAsync();
        await viewer.Page.GotoAsync("schedules");
        await viewer.SeesAsync("The console is opened by the address that the AppHost prints");

        Assert.Contains(console.Pipeline.Endpoints.Console!, console.Pipeline.Output);
        await viewer.Page.GotoAsync(console.Pipeline.Endpoints.Console!);
        await viewer.SeesAsync(viewer.Heading("Pipeline"));
        await viewer.GoAsync("schedules");
        await viewer.SeesAsync(viewer.Heading("Schedules"));
    }
}
