using Streaming.ServiceDefaults.Metrics;

namespace Streaming.Tests.Unit.ServiceDefaults.Metrics;

public sealed class PrometheusNamesTests
{
    [Theory]
    [InlineData("streaming.ingestion.events.accepted", "{event}", "streaming_ingestion_events_accepted_total")]
    [InlineData("streaming.log.kafka.sent.size", "By", "streaming_log_kafka_sent_size_bytes_total")]
    [InlineData("process.cpu.time", "s", "process_cpu_time_seconds_total")]
    [InlineData("requests.total", "", "requests_total")]
    [InlineData("work.done", "1", "work_done_total")]
    public void A_counter_ends_in_its_unit_and_total(string name, string unit, string expected) =>
        Assert.Equal(expected, PrometheusNames.Metric(name, unit, isCounter: true, isGauge: false));

    [Theory]
    [InlineData("cpu.utilization", "1", "cpu_utilization_ratio")]
    [InlineData("disk.use", "%", "disk_use_percent")]
    [InlineData("slot.lag", "By", "slot_lag_bytes")]
    [InlineData("lag_seconds", "s", "lag_seconds")]
    [InlineData("speed", "m/s", "speed_m_per_second")]
    [InlineData("throughput", "By/{request}", "throughput_bytes")]
    [InlineData("queue--depth..now", "{batch}", "queue_depth_now")]
    [InlineData("2nd.try", "", "_2nd_try")]
    public void A_gauge_ends_in_its_unit(string name, string unit, string expected) =>
        Assert.Equal(expected, PrometheusNames.Metric(name, unit, isCounter: false, isGauge: true));

    [Theory]
    [InlineData("http.response.status_code", "http_response_status_code")]
    [InlineData("messaging.consumer.group.name", "messaging_consumer_group_name")]
    [InlineData("stage", "stage")]
    public void A_label_has_underscores_for_dots(string key, string expected) => Assert.Equal(expected, PrometheusNames.Label(key));
}
