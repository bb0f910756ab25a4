using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Asks a running resource for its health until it stops, and tells once when it is ready.</summary>
internal sealed class HealthMonitor(
    HealthCheckService checks, ResourceNotificationService notifications, ResourceLoggerService loggers,
    IDistributedApplicationEventing eventing, IServiceProvider services, TimeProvider time)
{
    private static readonly TimeSpan WhileStarting = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan StartingFor = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan WhileHealthy = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WhileUnhealthyAtMost = TimeSpan.FromSeconds(5);

    /// <summary>Runs until the token is cancelled, which is when the resource stops.</summary>
    public async Task RunAsync(IResource resource, CancellationToken cancellationToken)
    {
        var keys = resource.Annotations.OfType<HealthCheckAnnotation>().Select(check => check.Key).ToHashSet();
        var started = time.GetTimestamp();
        var failures = 0;
        var isReady = false;
        while (true)
        {
            var reports = keys.Count == 0 ? null : await checks.CheckHealthAsync(check => keys.Contains(check.Name), cancellationToken);
            var isHealthy = reports is null or { Status: HealthStatus.Healthy };
            await PublishAsync(resource, reports);
            if (isHealthy && !isReady)
                isReady = await TellReadyAsync(resource, cancellationToken);
            if (isReady && keys.Count == 0)
                return;

            failures = isHealthy ? 0 : failures + 1;
            var pause = isHealthy && isReady ? WhileHealthy
                : !isReady && time.GetElapsedTime(started) < StartingFor ? WhileStarting
                : TimeSpan.FromSeconds(Math.Min(Math.Max(failures, 1), WhileUnhealthyAtMost.TotalSeconds));
            await Task.Delay(pause, time, cancellationToken);
        }
    }

    private Task PublishAsync(IResource resource, HealthReport? reports) => reports is null
        ? Task.CompletedTask
        : notifications.PublishUpdateAsync(resource, snapshot => snapshot with
        {
            HealthReports = [.. reports.Entries.Select(entry => new HealthReportSnapshot(
                entry.Key, entry.Value.Status, entry.Value.Description, entry.Value.Exception?.Message))],
        });

    private async Task<bool> TellReadyAsync(IResource resource, CancellationToken cancellationToken)
    {
        try
        {
            await eventing.PublishAsync(new ResourceReadyEvent(resource, services), cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            loggers.GetLogger(resource).LogError(fault, "A handler of the resource's readiness failed; it is called again.");
            return false;
        }

        await notifications.PublishUpdateAsync(resource, snapshot => snapshot with { IsReady = true });
        return true;
    }
}
