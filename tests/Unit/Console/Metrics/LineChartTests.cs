using Streaming.Console.Components.Charts;
using Streaming.Console.Metrics;

namespace Streaming.Tests.Unit.Console.Metrics;

public sealed class LineChartTests
{
    [Fact]
    public void A_line_goes_from_edge_to_edge_and_is_broken_where_nothing_is_known()
    {
        var chart = LineChartModel.Of("Rates", [("Sink", [0, 10, null, 5, 10])], Words.Rate);

        Assert.Equal("M64 194L205 10M487 102L628 10", chart.Lines[0].Path);
        Assert.Equal("10", chart.Lines[0].Latest);
        Assert.Equal("Now: Sink 10. Highest in 30 minutes: 10.", chart.Summary);
    }

    [Theory]
    [InlineData(0, "0,1.0")]
    [InlineData(7, "0,2.0,4.0,6.0,8.0")]
    [InlineData(43, "0,10,20,30,40,50")]
    [InlineData(0.4, "0,0.10,0.20,0.30,0.40")]
    public void Marks_are_round_numbers(double highest, string marks)
    {
        var chart = LineChartModel.Of("Rates", [("Sink", [highest])], Words.Rate);

        Assert.Equal(marks, string.Join(',', chart.Marks.Select(mark => mark.Text)));
    }

    [Fact]
    public void A_chart_of_nothing_says_so() =>
        Assert.Equal("Now: Sink no value. Highest in 30 minutes: 0.", LineChartModel.Of("Rates", [("Sink", [null, null])], Words.Rate).Summary);
}
