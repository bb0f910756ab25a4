using Microsoft.Extensions.Hosting;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Streaming.ServiceDefaults;

/// <summary>
/// Sends what telemetry is left when the service stops, but waits for it a second at most:
/// the providers alone would wait 5 s each for a collector that is gone.
/// </summary>
internal sealed class TelemetryShutdown(TracerProvider traces, MeterProvider metrics, LoggerProvider logs) : IHostedService
{
    private const int TimeoutMilliseconds = 1000;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(
        Task.Run(() => traces.Shutdown(TimeoutMilliseconds), CancellationToken.None),
        Task.Run(() => metrics.Shutdown(TimeoutMilliseconds), CancellationToken.None),
        Task.Run(() => logs.Shutdown(TimeoutMilliseconds), CancellationToken.None));
}
