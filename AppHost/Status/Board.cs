using Microsoft.Extensions.Diagnostics.HealthChecks;
using Streaming.AppHost.Supervision;

namespace Streaming.AppHost.Status;

/// <summary>What is known of the resources by the changes seen so far.</summary>
internal sealed class Board(IEnumerable<IResource> resources)
{
    private readonly List<IResource> _supervised = [.. resources.Where(resource => resource.TryGetLastAnnotation<RestartAnnotation>(out _))];
    private readonly Dictionary<IResource, CustomResourceSnapshot> _snapshots = [];

    /// <summary>Whether every service and server is healthy and every step is done.</summary>
    public bool IsUp => _supervised.TrueForAll(IsUpNow);

    public IEnumerable<KeyValuePair<IResource, CustomResourceSnapshot>> Snapshots => _snapshots;

    public CustomResourceSnapshot? this[IResource resource] => _snapshots.GetValueOrDefault(resource);

    /// <summary>Takes in a change; tells whether the resource came up by it, or fell ill while it runs.</summary>
    public (bool CameUp, bool FellIll) Take(ResourceEvent change)
    {
        var wasUp = IsUpNow(change.Resource);
        _snapshots[change.Resource] = change.Snapshot;
        var isUp = IsUpNow(change.Resource);
        return (!wasUp && isUp, wasUp && !isUp && change.Snapshot.State?.Text == KnownResourceStates.Running);
    }

    private bool IsUpNow(IResource resource) => _snapshots.TryGetValue(resource, out var snapshot)
        && (resource.TryGetLastAnnotation<RestartAnnotation>(out var restart) && restart.Policy == RestartPolicy.UntilItSucceeds
            ? snapshot.State?.Text == KnownResourceStates.Finished && snapshot.ExitCode == 0
            : snapshot.HealthStatus == HealthStatus.Healthy);
}
