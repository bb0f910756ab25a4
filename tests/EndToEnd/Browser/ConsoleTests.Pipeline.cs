using System.Text.RegularExpressions;

namespace Streaming.Tests.EndToEnd.Browser;

public sealed partial class ConsoleTests
{
    private const int SeriesOfLag = 81;
    private const int EventsOfLag = 3_000;

    [BrowserFact]
    public async Task Rows_are_seen_to_arrive()
    {
        await using var viewer = await console.OpenAsync();
        foreach (var stage in new[] { "Ingestion", "Relay", "Processor", "Sink" })
            await viewer.SeesAsync(viewer.Region(stage).GetByText(SomethingASecond));
    }

    [BrowserFact]
    public async Task A_sink_that_is_paused_is_seen_by_its_lag_which_falls_when_it_goes_on()
    {
        await using var viewer = await console.OpenAsync();
        console.Pipeline.Send(Signal.Stop, "sink");
        try
        {
            await PushClient.SendAsync(console.Pipeline.Push, SampleEvents.Lines(SeriesOfLag, 0, EventsOfLag), Wait.Limit);
            await viewer.SeesAsync(viewer.Region("Sink").GetByText(Thousands));
        }
        finally
        {
            console.Pipeline.Send(Signal.Continue, "sink");
        }

        await viewer.SeesAsync(viewer.Region("Sink").GetByText(NothingLeft));
    }

    [GeneratedRegex(@"^[\d,.]*[1-9][\d,.]*/s")]
    private static partial Regex SomethingASecond { get; }

    [GeneratedRegex(@"^\d+,\d{3} records")]
    private static partial Regex Thousands { get; }

    [GeneratedRegex("^0 records")]
    private static partial Regex NothingLeft { get; }
}
