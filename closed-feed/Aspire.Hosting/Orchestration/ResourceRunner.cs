using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Processes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Starts one process, follows it, stops it.</summary>
internal sealed class ResourceRunner(IResource resource, IServiceProvider services) : IDisposable
{
    // A server writes out what it holds in memory; together they are less than the ten seconds in which all is to end.
    private static readonly TimeSpan ProjectGrace = TimeSpan.FromSeconds(3.5);
    private static readonly TimeSpan ServerGrace = TimeSpan.FromSeconds(6);

    private readonly ResourceNotificationService _notifications = services.GetRequiredService<ResourceNotificationService>();
    private readonly ResourceLoggerService _loggers = services.GetRequiredService<ResourceLoggerService>();
    private readonly Lock _lock = new();
    private CancellationTokenSource _stop = new();
    private Task _run = Task.CompletedTask;
    private ChildProcess? _child;

    /// <summary>Starts the process unless it is running or starting.</summary>
    public void Start()
    {
        lock (_lock)
        {
            if (!_run.IsCompleted)
                return;
            _stop.Dispose();
            _stop = new CancellationTokenSource();
            _run = RunAsync(_stop.Token);
        }
    }

    /// <summary>Stops the process: asked first, killed when its time is up. Returns when it has ended.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Task run;
        lock (_lock)
        {
            run = _run;
            if (run.IsCompleted)
                return;
            _stop.Cancel();
        }

        _child?.Signal(Signals.Terminate);
        var grace = resource is ProjectResource ? ProjectGrace : ServerGrace;
        try
        {
            await run.WaitAsync(grace, cancellationToken);
        }
        catch (TimeoutException)
        {
            _loggers.GetLogger(resource).LogError("The process did not end within {Seconds} s of SIGTERM and is killed.", grace.TotalSeconds);
            _child?.Signal(Signals.Kill);
            await run.WaitAsync(cancellationToken);
        }
    }

    public void Dispose() => _stop.Dispose();

    private async Task RunAsync(CancellationToken stop)
    {
        // The caller holds the lock and must not run the handlers in it.
        await Task.Yield();
        try
        {
            using var child = await StartAsync(stop);
            _child = child;
            await FollowAsync(child, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await SetStateAsync(KnownResourceStates.Exited);
        }
        catch (Exception fault)
        {
            _loggers.LogOf(resource.Name).Append(fault.Message, isError: true);
            await SetStateAsync(KnownResourceStates.FailedToStart);
        }
        finally
        {
            _child = null;
        }
    }

    private async Task<ChildProcess> StartAsync(CancellationToken stop)
    {
        await _notifications.PublishUpdateAsync(resource, snapshot => snapshot with
        {
            State = resource.Annotations.OfType<WaitAnnotation>().Any() ? KnownResourceStates.Waiting : KnownResourceStates.Starting,
            ExitCode = null,
            IsReady = false,
            HealthReports = [.. resource.Annotations.OfType<HealthCheckAnnotation>().Select(check => new HealthReportSnapshot(check.Key, null, null, null))],
        });
        await services.GetRequiredService<DependencyWaiter>().WaitAsync(resource, stop);
        await SetStateAsync(KnownResourceStates.Starting);
        await services.GetRequiredService<IDistributedApplicationEventing>().PublishAsync(new BeforeResourceStartedEvent(resource, services), stop);

        var otlp = OtlpSettings.From(services.GetRequiredService<IConfiguration>(), services.GetRequiredService<IHostEnvironment>());
        var plan = await LaunchPlanner.PlanAsync(resource, services.GetRequiredService<DistributedApplicationExecutionContext>(), otlp, stop);
        stop.ThrowIfCancellationRequested();
        // SIGQUIT lets a server end its own processes with it, PostgreSQL without delay; a project has none.
        var orphanSignal = resource is ProjectResource ? "KILL" : "QUIT";
        return ChildProcess.Start(plan, _loggers.LogOf(resource.Name), services.GetRequiredService<Watchdog>(), orphanSignal);
    }

    private async Task FollowAsync(ChildProcess child, CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await _notifications.PublishUpdateAsync(resource, snapshot => snapshot with
        {
            State = KnownResourceStates.Running,
            StartTimeStamp = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime,
            Properties = [new ResourcePropertySnapshot("executable.pid", child.Pid)],
            Urls = [.. resource.Annotations.OfType<EndpointAnnotation>()
                .Select(endpoint => new UrlSnapshot(endpoint.Name, endpoint.AllocatedEndpoint!.UriString, IsInternal: false))],
        });
        var health = services.GetRequiredService<HealthMonitor>().RunAsync(resource, ended.Token);
        using var stopping = stop.Register(() => _ = SetStateAsync(KnownResourceStates.Stopping));
        if (stop.IsCancellationRequested)
            child.Signal(Signals.Terminate);

        var exitCode = await child.WaitForExitAsync();
        await ended.CancelAsync();
        await WhenEndedAsync(health, ended.Token);
        await _notifications.PublishUpdateAsync(resource, snapshot => snapshot with
        {
            State = stop.IsCancellationRequested ? KnownResourceStates.Exited : KnownResourceStates.Finished,
            ExitCode = exitCode,
            IsReady = false,
            Properties = [],
        });
    }

    private static async Task WhenEndedAsync(Task health, CancellationToken ended)
    {
        try
        {
            await health;
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            return;
        }
    }

    private Task SetStateAsync(string state) => _notifications.PublishUpdateAsync(resource, snapshot => snapshot with { State = state });
}
