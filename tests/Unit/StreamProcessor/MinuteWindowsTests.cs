using Streaming.Pipeline.Events;
using Streaming.StreamProcessor.Topology;

namespace Streaming.Tests.Unit.StreamProcessor;

public sealed class MinuteWindowsTests
{
    private const long Minute = EventIdentity.MicrosPerMinute;
    private const long Start = 1_780_315_200_000_000;
    private const int Partition = 2;

    private readonly MinuteWindows _windows = new(TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));

    [Fact]
    public void Counts_are_by_minute_nationality_and_gender()
    {
        Add(Start, "NL", "female");
        Add(Start + Minute - 1, "NL", "female");
        Add(Start + Minute, "NL", "female");
        Add(Start, "NO", "unknown");

        Assert.Equal(
            [Row(Start, "NL", "female", 2), Row(Start, "NO", "unknown", 1), Row(Start + Minute, "NL", "female", 1)],
            _windows.TakeChanged(Partition));
    }

    [Fact]
    public void Only_what_changed_since_is_taken_again()
    {
        Add(Start, "NL", "female");
        Add(Start, "NL", "male");
        Take();
        Add(Start, "NL", "male");

        Assert.Equal([Row(Start, "NL", "male", 2)], Take());
        Assert.Empty(Take());
    }

    [Fact]
    public void A_window_is_final_once_the_watermark_is_past_its_end_by_the_allowed_lateness()
    {
        Add(Start, "NL", "female");
        Take();

        _windows.Close(Start + 2 * Minute - 1);
        Assert.Empty(Take());
        _windows.Close(Start + 2 * Minute);
        Assert.Equal([Row(Start, "NL", "female", 1, final: true)], Take());
        _windows.Close(Start + 3 * Minute);
        Assert.Empty(Take());
    }

    [Fact]
    public void What_comes_later_than_allowed_is_counted_marked_and_published_as_final()
    {
        Assert.Equal(Timeliness.OnTime, Add(Start, "NL", "female", watermark: Start + 2 * Minute - 1));
        _windows.Close(Start + 2 * Minute);
        Take();

        Assert.Equal(Timeliness.Late, Add(Start + 1, "NL", "female", watermark: Start + 2 * Minute));
        Assert.Equal([Row(Start, "NL", "female", 2, late: 1, final: true)], Take());
    }

    [Fact]
    public void What_comes_late_within_a_step_is_marked_though_the_window_was_not_published_as_final_yet()
    {
        Assert.Equal(Timeliness.Late, Add(Start, "NL", "female", watermark: Start + 2 * Minute));
        _windows.Close(Start + 2 * Minute);
        Assert.Equal([Row(Start, "NL", "female", 1, late: 1, final: true)], Take());
    }

    [Fact]
    public void A_window_that_was_closed_by_the_clock_marks_what_comes_after()
    {
        Add(Start, "NL", "female");
        _windows.Close(Start + 10 * Minute);

        Assert.Equal(Timeliness.Late, Add(Start + 1, "NL", "female", watermark: Start));
    }

    [Fact]
    public void A_window_that_the_horizon_has_passed_is_forgotten_and_what_comes_for_it_is_not_counted()
    {
        Add(Start, "NL", "female");
        Take();
        _windows.Expire(Start + 61 * Minute - 1);
        Assert.Equal(Timeliness.Late, Add(Start, "NL", "female", watermark: Start + 61 * Minute - 1));
        Assert.Equal(2, Take().Single().Count);

        _windows.Expire(Start + 61 * Minute);
        Assert.Equal(Timeliness.BeyondHorizon, Add(Start, "NL", "female", watermark: Start + 61 * Minute));
        Assert.Empty(Take());
    }

    [Fact]
    public void A_restored_window_goes_on_where_its_last_row_was()
    {
        _windows.Restore(Row(Start, "NL", "female", 3));
        _windows.Restore(Row(Start, "NL", "female", 5, late: 1, final: true));

        Assert.Equal(Timeliness.Late, Add(Start, "NL", "female", watermark: Start));
        Assert.Equal([Row(Start, "NL", "female", 6, late: 2, final: true)], Take());
    }

    private Timeliness Add(long at, string nationality, string gender, long watermark = long.MinValue) =>
        _windows.Add(at, System.Text.Encoding.UTF8.GetBytes(nationality), System.Text.Encoding.UTF8.GetBytes(gender), watermark);

    private List<StatsRow> Take() => [.. _windows.TakeChanged(Partition)];

    private static StatsRow Row(long start, string nationality, string gender, long count, long late = 0, bool final = false) =>
        new(start, nationality, gender, Partition, count, late, final);
}
