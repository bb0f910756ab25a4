using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Streaming.ServiceDefaults;
using Streaming.ServiceDefaults.Http;
using Streaming.ServiceDefaults.Metrics;

namespace Microsoft.Extensions.Hosting;

/// <summary>What every service of the pipeline has in common.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>
    /// Telemetry (sent to <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> where that is set; metrics can always be read at <c>/metrics</c>), a <c>self</c> health
    /// check, discovery of services by name in HTTP clients, one log entry a line, no server header. Resilience is each client's own choice:
    /// <see cref="HttpResilienceExtensions.AddStandardResilience"/>.
    /// </summary>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        builder.ConfigureLogging();
        builder.ConfigureOpenTelemetry();

        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), ["live"]);
        builder.Services.ConfigureHttpClientDefaults(client => client.AddServiceDiscovery());
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.AddServerHeader = false);

        return builder;
    }

    /// <summary>
    /// <c>/health</c> answers for all checks, <c>/alive</c> for those tagged <c>live</c>, <c>/metrics</c> with all metrics in Prometheus' text format;
    /// none of them is traced or measured, or asks who wants to know.
    /// </summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.MapHealth("/health", _ => true);
        app.MapHealth("/alive", check => check.Tags.Contains("live"));
        app.MapMetrics("/metrics");
        return app;
    }
}
