using Microsoft.Playwright;

namespace Streaming.Tests.EndToEnd.Browser;

public sealed partial class ConsoleTests
{
    private const int Phone = 360;

    /// <summary>Each page by the name of its pictures, with data in it.</summary>
    public static TheoryData<string, string> Pages => new()
    {
        { "schedules", "schedules" },
        { "schedule", $"schedules/{ConsoleUnderTest.Seeded}" },
        { "schedule-new", "schedules/~new" },
        { "schedule-edit", $"schedules/{ConsoleUnderTest.Seeded}/edit" },
        { "runs", "runs" },
    };

    [BrowserTheory]
    [MemberData(nameof(Pages))]
    public async Task A_page_has_no_serious_fault_and_fits_a_phone(string name, string path)
    {
        await using (var light = await console.OpenAsync(path)) await LookAsync(light, $"{name}-light");
        await using (var dark = await console.OpenAsync(path, ColorScheme.Dark)) await LookAsync(dark, $"{name}-dark");
        await using var phone = await console.OpenAsync(path, width: Phone);
        await LookAsync(phone, $"{name}-phone");
        Assert.Equal(0, await phone.OverflowAsync());
    }

    [BrowserFact]
    public async Task A_run_has_no_serious_fault_and_fits_a_phone()
    {
        await using var viewer = await console.OpenAsync("runs");
        var run = viewer.Page.GetByRole(AriaRole.Rowheader).GetByRole(AriaRole.Link).Last;
        await viewer.SeesAsync(run, Soon);
        await A_page_has_no_serious_fault_and_fits_a_phone("run", (await run.GetAttributeAsync("href"))!);
    }

    [BrowserFact]
    public async Task The_console_is_used_without_a_mouse()
    {
        await using var viewer = await console.OpenAsync("schedules");
        await viewer.Page.Keyboard.PressAsync("Tab");
        await viewer.Page.Keyboard.PressAsync("Tab");
        await viewer.Page.Keyboard.PressAsync("Tab");
        await viewer.Page.Keyboard.PressAsync("Enter");
        await viewer.SeesAsync(viewer.Heading("Pipeline"));
    }

    private static async Task LookAsync(Viewer viewer, string picture)
    {
        await Screenshots.TakeAsync(viewer.Page, picture);
        Assert.Empty(await Accessibility.FaultsAsync(viewer.Page));
    }
}
