using Microsoft.Playwright;

namespace Streaming.Tests.EndToEnd.Browser;

/// <summary>The machine's own browser: named in <c>CHROMIUM</c>, or on the PATH. None is ever downloaded.</summary>
internal static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    // Root has no sandbox; the others keep it from calling home.
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    public static string? Path { get; } = Find();

    public static Task<IBrowser> LaunchAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
    {
        ExecutablePath = Path ?? throw new FileNotFoundException("There is no chromium: neither in CHROMIUM nor on the PATH."),
        Args = Arguments,
    });

    private static string? Find() =>
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
         from name in Names
         select System.IO.Path.Combine(folder, name))
        .Prepend(Environment.GetEnvironmentVariable("CHROMIUM") ?? "")
        .FirstOrDefault(File.Exists);
}
