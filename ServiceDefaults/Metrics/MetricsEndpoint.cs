using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace Streaming.ServiceDefaults.Metrics;

/// <summary>One collection answers all who ask while it goes on.</summary>
internal sealed class MetricsPage(PrometheusExporter exporter)
{
    private const int TimeoutMilliseconds = 1000;

    private readonly Lock _lock = new();
    private Task<byte[]> _last = Task.FromResult<byte[]>([]);

    public Task<byte[]> CollectAsync()
    {
        lock (_lock)
        {
            return _last.IsCompleted ? _last = Task.Run(Collect) : _last;
        }
    }

    private byte[] Collect() => exporter.Collect?.Invoke(TimeoutMilliseconds) == true
        ? exporter.Page.ToArray()
        : throw new InvalidOperationException($"The metrics could not be collected within {TimeoutMilliseconds} ms.");
}

internal static class MetricsEndpoint
{
    /// <summary>Keeps every metric ready to be read, whether or not it is sent anywhere.</summary>
    public static void AddPull(this MeterProviderBuilder metrics)
    {
        metrics.ConfigureServices(services => services.AddSingleton<PrometheusExporter>().AddSingleton<MetricsPage>());
        metrics.AddReader(services => new BaseExportingMetricReader(services.GetRequiredService<PrometheusExporter>()));
    }

    public static void MapMetrics(this WebApplication app, string path) => app.MapGet(path, WriteAsync).AllowAnonymous().Unobserved();

    private static async Task WriteAsync(HttpContext context, MetricsPage page)
    {
        var text = await page.CollectAsync().WaitAsync(context.RequestAborted);
        context.Response.ContentType = PrometheusWriter.ContentType;
        context.Response.ContentLength = text.Length;
        await context.Response.BodyWriter.WriteAsync(text, context.RequestAborted);
    }
}
