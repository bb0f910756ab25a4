using Microsoft.Playwright;

namespace Streaming.Tests.EndToEnd.Browser;

/// <summary>
/// Pictures of the pages, kept as output of the tests: in <c>STREAMING_SCREENSHOTS</c>, or beside the tests in <c>TestResults/screenshots</c>.
/// </summary>
internal static class Screenshots
{
    private static readonly string Folder = Environment.GetEnvironmentVariable("STREAMING_SCREENSHOTS") is { Length: > 0 } given
        ? given
        : Path.Combine(AppContext.BaseDirectory, "TestResults", "screenshots");

    public static Task TakeAsync(IPage page, string name) =>
        page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Folder, $"{name}.png"), FullPage = true });
}
