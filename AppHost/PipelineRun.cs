using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Streaming.AppHost.Data;
using Streaming.AppHost.Servers.EmbeddedPostgres;
using Streaming.AppHost.Status;
using Streaming.AppHost.Supervision;

namespace Streaming.AppHost;

/// <summary>Runs the application with those who watch it: supervisor, terminal, log files.</summary>
internal static class PipelineRun
{
    public static async Task RunAsync(DistributedApplication app, DataFolder data, PipelineEndpoints endpoints)
    {
        var services = app.Services;
        var notifications = app.ResourceNotifications;
        var loggers = services.GetRequiredService<ResourceLoggerService>();
        var resources = services.GetRequiredService<DistributedApplicationModel>().Resources.ToList();
        var lifetime = services.GetRequiredService<IHostApplicationLifetime>();
        using var ended = new CancellationTokenSource();

        Task[] watchers =
        [
            new Supervisor(notifications, app.ResourceCommands, loggers, TimeProvider.System).RunAsync(lifetime.ApplicationStopping),
            new StatusReport(notifications, loggers, resources, data, endpoints).RunAsync(ended.Token),
            new LogFiles(data.Logs, loggers).RunAsync(resources.Where(Programs.IsProgram), ended.Token),
            new PostgresFastShutdown(notifications).RunAsync(ended.Token),
        ];
        var run = app.RunAsync();
        var fault = FirstFaultAsync(watchers);
        if (await Task.WhenAny(run, fault) == fault)
            lifetime.StopApplication();
        await run;
        await ended.CancelAsync();
        try
        {
            await Task.WhenAll(watchers);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            return;
        }
    }

    // A watcher that fails takes the application down: none of them is one to go on without.
    private static async Task FirstFaultAsync(IEnumerable<Task> watchers)
    {
        await foreach (var watcher in Task.WhenEach(watchers))
        {
            if (watcher.IsFaulted)
                return;
        }

        await Task.Delay(Timeout.Infinite);
    }
}
