using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.StreamProcessor.Spark.Windows;
using Streaming.StreamProcessor.Topology;

namespace Streaming.Tests.Unit.StreamProcessor.Spark;

public sealed class WindowCloserTests : IDisposable
{
    private const long Minute = EventIdentity.MicrosPerMinute;
    private const long Start = 1_780_315_200_000_000;

    private readonly RecordWriter _output = new();
    private readonly List<(StatsRow Row, string Batch)> _log = [];
    private WindowCloser _closer = Create();

    public void Dispose() => _output.Dispose();

    [Fact]
    public void A_window_is_final_once_a_minute_past_its_end_by_the_lateness_has_come()
    {
        Query("1", Count(0, 3));
        Query("2", Count(1, 1));
        Assert.Empty(Publish());
        Query("3", Count(2, 1));
        Assert.Empty(Publish());

        _closer.EndBatch();

        Assert.Equal([Count(0, 3) with { Final = true }], Publish());
    }

    [Fact]
    public void Rows_of_one_micro_batch_are_on_time_in_any_order()
    {
        Query("1", Count(5, 1));
        Query("1", Count(0, 3));
        _closer.EndBatch();

        Assert.Equal([Count(0, 3) with { Final = true }], Publish());
    }

    [Fact]
    public void What_a_final_window_gains_is_late_and_published_at_once()
    {
        Query("1", Count(0, 3));
        Query("1", Count(2, 1));
        Query("2", Count(0, 5));

        Assert.Equal([Count(0, 5) with { Late = 2, Final = true }], Publish());
        Assert.Equal((6, 2), _closer.TakeGained());
    }

    [Fact]
    public void A_total_that_is_written_again_changes_nothing()
    {
        Query("1", Count(0, 3));
        Query("1", Count(2, 1));
        Query("2", Count(3, 1));
        Publish();
        Query("1", Count(0, 3));

        Assert.Empty(Publish());
    }

    [Fact]
    public void Told_the_log_again_it_knows_the_same_and_has_nothing_to_add()
    {
        Query("1", Count(0, 3));
        Query("1", Count(2, 1));
        Query("2", Count(3, 1));
        Publish();
        Query("3", Count(0, 4));
        Publish();

        Restart();

        Assert.Empty(Publish());
        Query("4", Count(0, 5));
        Assert.Equal([Count(0, 5) with { Late = 2, Final = true }], Publish());
    }

    [Fact]
    public void A_late_total_that_was_there_before_the_final_row_of_less_is_not_lost()
    {
        Query("1", Count(0, 3));
        Query("1", Count(2, 1));
        Query("2", Count(3, 1));
        _log.Add((Count(0, 4), "3"));
        Publish();

        Restart();

        Assert.Equal([Count(0, 4) with { Late = 1, Final = true }], Publish());
    }

    [Fact]
    public void Partitions_have_their_own_time()
    {
        Query("1", Count(0, 3) with { Partition = 1 });
        Query("1", Count(5, 1) with { Partition = 2 });
        _closer.EndBatch();

        Assert.Empty(Publish());
    }

    [Fact]
    public void The_clock_closes_what_nothing_else_does()
    {
        Query("1", Count(0, 3));
        _closer.Close(Start + 2 * Minute);

        Assert.Equal([Count(0, 3) with { Final = true }], Publish());
    }

    private static WindowCloser Create() => new(new TopologySettings(TimeSpan.FromHours(1), TimeSpan.FromMinutes(1)));

    private static StatsRow Count(int minute, long count) => new(Start + minute * Minute, "NL", "female", 0, count, 0, false);

    private void Query(string batch, StatsRow row)
    {
        _log.Add((row, batch));
        _closer.Add(row, Bytes(batch));
    }

    private void Restart()
    {
        _closer = Create();
        foreach (var (row, batch) in _log) _closer.Add(row, Bytes(batch));
        _closer.TakeGained();
    }

    /// <summary>What it has to say, which it is told as everybody is.</summary>
    private List<StatsRow> Publish()
    {
        _closer.Publish(4, _output);
        var rows = new List<StatsRow>();
        foreach (var records in _output.Partitions)
        {
            using var batch = TopologyDriver.BatchOf(records, 0);
            foreach (var record in batch) rows.Add(StatsRow.Read(record.Value[WireFormat.PrefixLength..]));
        }

        _output.Clear();
        foreach (var row in rows) Query("", row);
        return rows;
    }

    private static byte[] Bytes(string batch) => System.Text.Encoding.UTF8.GetBytes(batch);
}
