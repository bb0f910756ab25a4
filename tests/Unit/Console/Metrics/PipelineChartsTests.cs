using Streaming.Console.Metrics;

namespace Streaming.Tests.Unit.Console.Metrics;

public sealed class PipelineChartsTests
{
    private static readonly DateTimeOffset Start = new(2025, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_chart_begins_where_samples_begin_and_has_a_gap_where_nobody_looked()
    {
        var samples = new List<Sample>();
        for (var second = 0; second <= 120; second += 2)
        {
            if (second is < 50 or > 90) samples.Add(At(second, taken: second * 7));
        }

        var charts = PipelineCharts.Of(samples);
        var path = charts.Throughput.Lines[(int)Stage.Sink].Path;

        Assert.Equal(2, path.Count(c => c == 'M'));
        Assert.Equal("7.0/s", charts.Throughput.Lines[(int)Stage.Sink].Latest);
        Assert.Equal("120", charts.Lag.Lines[^1].Latest);
        Assert.Equal("no value", charts.Latencies[PipelineCharts.EndToEnd].Lines[0].Latest);
    }

    [Fact]
    public void The_ring_forgets_what_is_older_than_half_an_hour()
    {
        var ring = new SampleRing();
        for (var second = 0; second <= 4000; second += 10) ring.Add(At(second, second));

        Assert.Equal(181, ring.ToArray().Length);
        Assert.Equal(Start.AddSeconds(3970), ring.Before(TimeSpan.FromSeconds(25))!.At);
        Assert.Equal(Start.AddSeconds(2200), ring.Before(TimeSpan.FromDays(1))!.At);
    }

    private static Sample At(int second, long taken)
    {
        var totals = new Totals { [Stage.Sink, Flow.In] = taken };
        return new Sample(Start.AddSeconds(second), totals, [null, null, null, new Lag(second, null, 0)]);
    }
}
