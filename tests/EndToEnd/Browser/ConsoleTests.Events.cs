using System.Text;
using Microsoft.Playwright;

namespace Streaming.Tests.EndToEnd.Browser;

public sealed partial class ConsoleTests
{
    private const int SeriesOfLetters = 82;

    [BrowserFact]
    public async Task A_bad_event_is_found_in_the_dead_letters_mended_replayed_and_found_by_its_id()
    {
        var id = SampleEvents.Id(SeriesOfLetters, 1);
        var bad = SampleEvents.One(id, 1).Replace("\"email\":\"user1@example.com\"", "\"email\":\"nowhere\"");
        await PushClient.SendAsync(console.Pipeline.Push, Encoding.UTF8.GetBytes(bad), Soon);

        await using var viewer = await console.OpenAsync("dead-letters");
        var letter = viewer.Row(id.ToString()).GetByRole(AriaRole.Link).First;
        await viewer.SeesAsync(letter, Soon);
        await letter.ClickAsync();
        await viewer.SeesAsync(viewer.Heading("What was refused"));
        await LookAsync(viewer, "dead-letter");
        await viewer.Page.SetViewportSizeAsync(Desk, Height);

        await viewer.Field("email (invalid)").FillAsync("mended@example.com");
        await viewer.Button("Dry run").ClickAsync();
        await viewer.SeesAsync(viewer.Page.GetByText("passes", new() { Exact = true }));
        await viewer.AgreeAsync("Replay mended");
        await viewer.SeesAsync(viewer.Row("Replayed mended").GetByText("it is stored"), Soon);

        await viewer.GoAsync("event");
        await viewer.Field("Id or e-mail").FillAsync(id.ToString());
        await viewer.Button("Find").ClickAsync();
        await viewer.SeesAsync("created_users has this version.", Soon);
        await LookAsync(viewer, "event-found");
        Assert.Equal("mended@example.com", await console.Pipeline.QueryAsync<string>($"select email from created_users where id = '{id}'"));
    }
}
