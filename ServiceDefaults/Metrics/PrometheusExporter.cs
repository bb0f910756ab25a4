using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Streaming.ServiceDefaults.Metrics;

/// <summary>Turns the SDK's metrics, whenever they are asked for, into a page of text.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    private readonly PrometheusWriter _writer = new();
    private readonly ConditionalWeakTable<Metric, Family> _families = [];
    private readonly ConcurrentDictionary<string, string> _labels = [];

    /// <summary>Set by the reader; collects and exports in the calling thread.</summary>
    public Func<int, bool>? Collect { get; set; }

    /// <summary>The page as the last collection has left it, until the next one begins.</summary>
    public ReadOnlySpan<byte> Page => _writer.Text;

    public override ExportResult Export(in Batch<Metric> batch)
    {
        _writer.Clear();
        foreach (var metric in batch) Write(metric, _families.GetValue(metric, static metric => new Family(metric)));
        return ExportResult.Success;
    }

    private void Write(Metric metric, Family family)
    {
        if (family.Type is null) return;

        var isNew = true;
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            if (isNew) _writer.Family(family.Name, family.Type, metric.Description);
            isNew = false;
            switch (metric.MetricType)
            {
                case MetricType.LongSum or MetricType.LongSumNonMonotonic:
                    Start(family, point, default);
                    _writer.Value(point.GetSumLong());
                    break;
                case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic:
                    Start(family, point, default);
                    _writer.Value(point.GetSumDouble());
                    break;
                case MetricType.LongGauge:
                    Start(family, point, default);
                    _writer.Value(point.GetGaugeLastValueLong());
                    break;
                case MetricType.DoubleGauge:
                    Start(family, point, default);
                    _writer.Value(point.GetGaugeLastValueDouble());
                    break;
                default:
                    Histogram(family, point);
                    break;
            }
        }
    }

    private void Histogram(Family family, in MetricPoint point)
    {
        var count = 0L;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            count += bucket.BucketCount;
            Start(family, point, "_bucket"u8);
            _writer.Label("le", bucket.ExplicitBound);
            _writer.Value(count);
        }

        Start(family, point, "_sum"u8);
        _writer.Value(point.GetHistogramSum());
        Start(family, point, "_count"u8);
        _writer.Value(point.GetHistogramCount());
    }

    private void Start(Family family, in MetricPoint point, ReadOnlySpan<byte> suffix)
    {
        _writer.Sample(family.Name, suffix);
        _writer.Label("otel_scope_name", family.Scope);
        foreach (var (key, value) in point.Tags) _writer.Label(_labels.GetOrAdd(key, PrometheusNames.Label), TextOf(value));
    }

    private static string TextOf(object? value) => value switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>What all samples of an instrument have in common. An exponential histogram has no form in this format.</summary>
    private sealed class Family(Metric metric)
    {
        public string Name { get; } = PrometheusNames.Metric(metric.Name, metric.Unit, TypeOf(metric) == "counter", TypeOf(metric) == "gauge");

        public string? Type { get; } = TypeOf(metric);

        public string Scope { get; } = metric.MeterName;

        private static string? TypeOf(Metric metric) => metric.MetricType switch
        {
            MetricType.LongSum or MetricType.DoubleSum => "counter",
            MetricType.LongGauge or MetricType.DoubleGauge or MetricType.LongSumNonMonotonic or MetricType.DoubleSumNonMonotonic => "gauge",
            MetricType.Histogram => "histogram",
            _ => null,
        };
    }
}
