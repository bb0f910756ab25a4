using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Hosting;
using Streaming.ServiceDefaults.Metrics;

namespace Streaming.Tests.Unit.ServiceDefaults.Metrics;

public sealed class MetricsEndpointTests
{
    [Fact]
    public async Task Each_kind_of_instrument_is_told_in_the_text_format()
    {
        await using var app = await StartAsync();
        using var meter = new Meter("Streaming.Unit.Kinds");
        var counter = meter.CreateCounter<long>("kinds.events", "{event}", "Events of a kind");
        counter.Add(2, new KeyValuePair<string, object?>("rule", "e-mail"));
        counter.Add(3, new KeyValuePair<string, object?>("rule", "e-mail"));
        counter.Add(1, new KeyValuePair<string, object?>("http.response.status_code", 429), new KeyValuePair<string, object?>("last", true));
        meter.CreateUpDownCounter<long>("kinds.in_flight", "{row}").Add(-4);
        meter.CreateObservableGauge("kinds.lag", () => 1.5, "s");

        var text = await app.GetTestClient().GetStringAsync("/metrics");

        Assert.Contains("# HELP kinds_events_total Events of a kind\n# TYPE kinds_events_total counter\n", text);
        Assert.Contains("\nkinds_events_total{otel_scope_name=\"Streaming.Unit.Kinds\",rule=\"e-mail\"} 5\n", text);
        Assert.Contains(",http_response_status_code=\"429\",last=\"true\"} 1\n", text);
        Assert.Contains("# TYPE kinds_in_flight gauge\nkinds_in_flight{otel_scope_name=\"Streaming.Unit.Kinds\"} -4\n", text);
        Assert.Contains("# TYPE kinds_lag_seconds gauge\nkinds_lag_seconds{otel_scope_name=\"Streaming.Unit.Kinds\"} 1.5\n", text);
        Assert.Contains("dotnet_process_memory_working_set_bytes", text);
    }

    [Fact]
    public async Task A_histogram_counts_upwards_to_infinity()
    {
        await using var app = await StartAsync();
        using var meter = new Meter("Streaming.Unit.Histogram");
        var histogram = meter.CreateHistogram("took", "s", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1] });
        foreach (var value in (double[])[0.25, 0.5, 0.75, 8]) histogram.Record(value);

        var text = await app.GetTestClient().GetStringAsync("/metrics");

        const string Scope = "otel_scope_name=\"Streaming.Unit.Histogram\"";
        Assert.Contains($$"""
            # TYPE took_seconds histogram
            took_seconds_bucket{{{Scope}},le="0.5"} 2
            took_seconds_bucket{{{Scope}},le="1"} 3
            took_seconds_bucket{{{Scope}},le="+Inf"} 4
            took_seconds_sum{{{Scope}}} 9.5
            took_seconds_count{{{Scope}}} 4

            """, text);
    }

    [Fact]
    public async Task A_second_reading_goes_on_where_the_first_was()
    {
        await using var app = await StartAsync();
        using var meter = new Meter("Streaming.Unit.Twice");
        var counter = meter.CreateCounter<long>("twice");

        counter.Add(1);
        Assert.Contains("twice_total{otel_scope_name=\"Streaming.Unit.Twice\"} 1\n", await app.GetTestClient().GetStringAsync("/metrics"));
        counter.Add(1);
        Assert.Contains("twice_total{otel_scope_name=\"Streaming.Unit.Twice\"} 2\n", await app.GetTestClient().GetStringAsync("/metrics"));
    }

    [Fact]
    public async Task Those_who_ask_together_get_one_collection()
    {
        using var release = new ManualResetEventSlim();
        var collections = 0;
        using var exporter = new PrometheusExporter
        {
            Collect = _ => release.Wait(TimeSpan.FromSeconds(10)) && ++collections > 0,
        };
        var page = new MetricsPage(exporter);

        var together = Enumerable.Range(0, 8).Select(_ => page.CollectAsync()).ToList();
        release.Set();
        await Task.WhenAll(together).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(1, collections);

        await page.CollectAsync();
        Assert.Equal(2, collections);
    }

    [Fact]
    public async Task A_collection_that_fails_is_no_empty_page()
    {
        using var exporter = new PrometheusExporter { Collect = _ => false };

        await Assert.ThrowsAsync<InvalidOperationException>(new MetricsPage(exporter).CollectAsync);
    }

    [Fact]
    public async Task Reading_metrics_is_not_measured()
    {
        await using var app = await StartAsync();
        var client = app.GetTestClient();

        using var answer = await client.GetAsync("/metrics");
        var text = await client.GetStringAsync("/metrics");

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.DoesNotContain("http_route=\"/metrics\"", text);
    }

    private static async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.AddServiceDefaults();
        var app = builder.Build();
        app.MapDefaultEndpoints();
        await app.StartAsync();
        return app;
    }
}
