using Microsoft.Playwright;

namespace Streaming.Tests.EndToEnd.Browser;

public sealed partial class ConsoleTests
{
    private const int Desk = 1280;
    private const int Phone = 360;
    private const int Height = 800;

    [BrowserTheory]
    [InlineData("pipeline", "")]
    [InlineData("schedules", "schedules")]
    [InlineData("schedule", $"schedules/{ConsoleUnderTest.Seeded}")]
    [InlineData("schedule-new", "schedules/~new")]
    [InlineData("schedule-edit", $"schedules/{ConsoleUnderTest.Seeded}/edit")]
    [InlineData("runs", "runs")]
    [InlineData("topics", "topics")]
    [InlineData("topic", "topics/users_created")]
    [InlineData("schemas", "schemas")]
    [InlineData("schema", "schemas/users_created-value")]
    [InlineData("dead-letters", "dead-letters")]
    [InlineData("tables", "tables?country=NO")]
    [InlineData("charts", "charts")]
    [InlineData("reconciliation", "reconciliation")]
    [InlineData("event", "event")]
    public async Task A_page_has_no_serious_fault_and_fits_a_phone(string name, string path)
    {
        await using var viewer = await console.OpenAsync(path);
        await LookAsync(viewer, name);
    }

    [BrowserFact]
    public async Task A_run_has_no_serious_fault_and_fits_a_phone()
    {
        await using var viewer = await console.OpenAsync("runs");
        var run = viewer.Region("List of runs").GetByRole(AriaRole.Rowheader).GetByRole(AriaRole.Link).Last;
        await viewer.SeesAsync(run);
        await run.ClickAsync();
        await viewer.SeesAsync(viewer.Heading("Attempts"));
        await LookAsync(viewer, "run");
    }

    [BrowserFact]
    public async Task A_schedule_is_made_without_a_mouse()
    {
        await using var viewer = await console.OpenAsync("schedules");
        await Assertions.Expect(viewer.Heading("Schedules")).ToBeFocusedAsync();
        await viewer.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(viewer.Link("New schedule")).ToBeFocusedAsync();
        await viewer.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(viewer.Heading("New schedule")).ToBeFocusedAsync();
        await viewer.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(viewer.Field("Name")).ToBeFocusedAsync();
        await viewer.Page.Keyboard.TypeAsync("by-keyboard");
        await viewer.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(viewer.Region("The next ten runs").GetByRole(AriaRole.Listitem)).ToHaveCountAsync(10);

        await viewer.Field("Cron expression").FocusAsync();
        await viewer.Page.Keyboard.PressAsync("Enter");
        await viewer.SeesAsync(viewer.Heading("Schedule by-keyboard"));
    }

    /// <summary>In light, in dark and on a phone: takes pictures, and asks axe-core.</summary>
    private static async Task LookAsync(Viewer viewer, string name)
    {
        (ColorScheme, int, string)[] looks = [(ColorScheme.Light, Desk, "light"), (ColorScheme.Dark, Desk, "dark"), (ColorScheme.Light, Phone, "phone")];
        foreach (var (scheme, width, look) in looks)
        {
            await viewer.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await viewer.Page.SetViewportSizeAsync(width, Height);
            await Screenshots.TakeAsync(viewer.Page, $"{name}-{look}");
            Assert.Empty(await Accessibility.FaultsAsync(viewer.Page));
        }

        Assert.Equal(0, await viewer.OverflowAsync());
    }
}
