using Microsoft.Extensions.Diagnostics.HealthChecks;
using Streaming.AppHost.Supervision;

namespace Streaming.AppHost.Status;

/// <summary>What is known of the resources by the changes seen so far.</summary>
internal sealed class Board(IEnumerable<IResource> resources)
{
    private readonly List<IResource> _essential =
        [.. resources.Where(resource => resource.TryGetLastAnnotation<RestartAnnotation>(out var restart) && restart.Essential)];
    private readonly Dictionary<IResource, CustomResourceSnapshot> _snapshots = [];

    /// <summary>Whether all that the pipeline needs runs: every service and server is healthy and every step is done.</summary>
    public bool IsUp => _essential.TrueForAll(IsUpNow);

    public IEnumerable<KeyValuePair<IResource, CustomResourceSnapshot>> Snapshots => _snapshots;

    /// <summary>Where a healthy resource answers; null while it is not healthy.</summary>
    public string? HealthyUrl(string name) =>
        _snapshots.FirstOrDefault(entry => entry.Key.Name == name).Value is { HealthStatus: HealthStatus.Healthy } snapshot
            ? snapshot.Urls.FirstOrDefault()?.Url
            : null;

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
