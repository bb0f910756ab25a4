using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Processes;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Orchestration;

/// <summary>Starts all resources at once, each waiting for what it needs, and stops them in the reverse order.</summary>
internal sealed class Orchestrator(
    DistributedApplicationModel model, ResourceNotificationService notifications, Watchdog watchdog, IServiceProvider services) : IHostedService, IDisposable
{
    private readonly Dictionary<IResource, ResourceRunner> _runners = [];
    private readonly CancellationTokenSource _stopped = new();
    private Task _children = Task.CompletedTask;

    public ResourceRunner? RunnerOf(string resourceId) => _runners.FirstOrDefault(runner => runner.Key.Name == resourceId).Value;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Ports.Allocate(model.Resources);
        _children = MirrorParentsAsync(_stopped.Token);
        foreach (var resource in model.Resources.Where(resource => resource is ProjectResource or ExecutableResource or ContainerResource))
        {
            await notifications.PublishUpdateAsync(resource, snapshot => snapshot with { State = KnownResourceStates.NotStarted });
            _runners.Add(resource, new ResourceRunner(resource, services));
        }

        foreach (var runner in _runners.Values)
            runner.Start();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var stops = new Dictionary<IResource, Task>();
        await Task.WhenAll(_runners.Keys.Select(resource => StopAfterDependentsAsync(resource, stops, cancellationToken)));
        await _stopped.CancelAsync();
        await _children;
        watchdog.Dispose();
    }

    public void Dispose()
    {
        _stopped.Dispose();
        foreach (var runner in _runners.Values)
            runner.Dispose();
    }

    private Task StopAfterDependentsAsync(IResource resource, Dictionary<IResource, Task> stops, CancellationToken cancellationToken)
    {
        if (stops.TryGetValue(resource, out var stop))
            return stop;

        var dependents = _runners.Keys
            .Where(other => Needs(other, resource))
            .Select(other => StopAfterDependentsAsync(other, stops, cancellationToken))
            .ToArray();
        return stops[resource] = StopAfterAsync(dependents, _runners[resource], cancellationToken);
    }

    // A project sends its last telemetry while it stops, and would wait for a dashboard that is gone.
    private static bool Needs(IResource resource, IResource other) =>
        resource.Annotations.OfType<WaitAnnotation>().Any(wait => wait.Resource == other)
        || (resource is ProjectResource && other.Name == DashboardResource.Name);

    private static async Task StopAfterAsync(Task[] dependents, ResourceRunner runner, CancellationToken cancellationToken)
    {
        await Task.WhenAll(dependents);
        await runner.StopAsync(cancellationToken);
    }

    // What lives in another resource, as a database in its server, is in the state of that one.
    private async Task MirrorParentsAsync(CancellationToken cancellationToken)
    {
        var children = model.Resources.OfType<IResourceWithParent>().ToLookup(child => child.Parent);
        try
        {
            await foreach (var change in notifications.WatchAsync(cancellationToken))
            {
                foreach (var child in children[change.Resource])
                    await notifications.PublishUpdateAsync(child, snapshot => change.Snapshot with { ResourceType = snapshot.ResourceType });
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
    }
}
