using Streaming.Console.Metrics;

namespace Streaming.Tests.Unit.Console.Metrics;

public sealed class MetricsReadingTests
{
    [Fact]
    public void Counts_of_one_stage_add_up_over_their_labels()
    {
        var reading = MetricsReading.Parse("""
            streaming_ingestion_events_accepted_total{otel_scope_name="Streaming.Ingestion"} 70
            streaming_ingestion_events_duplicate_total{otel_scope_name="Streaming.Ingestion"} 30
            streaming_processor_events_rejected_total{rule="email"} 2
            streaming_processor_events_rejected_total{rule="phone"} 3
            streaming_other_total 99
            streaming_ingestion_relay_lag 12
            """);

        Assert.Equal(100, reading.Totals[Stage.Ingestion, Flow.In]);
        Assert.Equal(70, reading.Totals[Stage.Ingestion, Flow.Out]);
        Assert.Equal(30, reading.Totals[Stage.Ingestion, Flow.Duplicate]);
        Assert.Equal(5, reading.Totals[Stage.Processor, Flow.Rejected]);
        Assert.Equal(12, reading.RelayLag);
    }

    [Fact]
    public void A_histogram_is_told_by_its_stage()
    {
        var reading = MetricsReading.Parse("""
            streaming_ingestion_batch_duration_seconds_bucket{stage="raw",le="0.005"} 4
            streaming_ingestion_batch_duration_seconds_bucket{stage="relay",le="0.005"} 5
            streaming_ingestion_batch_duration_seconds_bucket{stage="relay",le="+Inf"} 6
            streaming_sink_end_to_end_duration_seconds_bucket{le="0.002"} 7
            streaming_log_append_duration_seconds_bucket{le="0.002"} 8
            """);

        Assert.Equal(4, reading.Totals.Latency(Stage.Ingestion)[1]);
        Assert.Equal(5, reading.Totals.Latency(Stage.Relay)[1]);
        Assert.Equal(6, reading.Totals.Latency(Stage.Relay)[^1]);
        Assert.Equal(7, reading.Totals.Latency(null)[0]);
        Assert.Null(reading.RelayLag);
    }

    [Fact]
    public void A_process_that_was_started_again_counts_from_nothing()
    {
        var before = MetricsReading.Parse("streaming_processor_events_in_total 100").Totals;
        var after = MetricsReading.Parse("streaming_processor_events_in_total 40").Totals;

        Assert.Equal(40, after.Since(before)[Stage.Processor, Flow.In]);
        Assert.Equal(0, before.Since(before)[Stage.Processor, Flow.In]);
        Assert.Equal(140, before.Plus(after)[Stage.Processor, Flow.In]);
    }

    [Fact]
    public void Percentiles_lie_between_the_bounds_of_their_bucket()
    {
        var counts = new double[Totals.BucketCount];
        counts.AsSpan(3).Fill(50);
        counts.AsSpan(5).Fill(100);

        var percentiles = Percentiles.Of(counts)!;

        Assert.Equal(20, percentiles.P50.TotalMilliseconds, 3);
        Assert.Equal(95, percentiles.P95.TotalMilliseconds, 3);
        Assert.Equal(99, percentiles.P99.TotalMilliseconds, 3);
        Assert.Null(Percentiles.Of(new double[Totals.BucketCount]));
    }

    [Fact]
    public void What_took_longer_than_all_bounds_took_the_last_one_at_least()
    {
        var counts = new double[Totals.BucketCount];
        counts[^1] = 1;

        Assert.Equal(TimeSpan.FromHours(1), Percentiles.Of(counts)!.P50);
    }
}
