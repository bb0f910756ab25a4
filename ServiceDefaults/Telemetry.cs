using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using Streaming.ServiceDefaults.Metrics;

namespace Streaming.ServiceDefaults;

internal static class Telemetry
{
    private static readonly string[] Sources = ["Streaming.*", "Microsoft.AspNetCore", "System.Net.Http"];

    private static readonly string[] Meters =
        ["Streaming.*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime"];

    public static void ConfigureOpenTelemetry(this IHostApplicationBuilder builder)
    {
        // ASP.NET Core 10 sets the conventional attributes (method, path, server) only where this switch is off.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);

        // A span for every command would cost more than the command on the hot path, and the pipeline's spans cover each batch.
        builder.AddDefaults(("Aspire:Npgsql:DisableTracing", bool.TrueString));
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, RequestSpans>());

        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });

        var telemetry = builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddMeter(Meters).AddPull())
            .WithTracing(tracing => tracing.AddSource(Sources).AddDefaultSampler(builder.Configuration));

        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            return;

        telemetry.UseOtlpExporter();

        // First in the list is last to stop: after all that still has something to tell.
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IHostedService, TelemetryShutdown>());
    }
}
