using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>Waits for what a resource needs before it starts.</summary>
internal sealed class DependencyWaiter(ResourceNotificationService notifications)
{
    public Task WaitAsync(IResource resource, CancellationToken cancellationToken) =>
        Task.WhenAll(resource.Annotations.OfType<WaitAnnotation>().Select(wait => WaitAsync(wait, cancellationToken)));

    private async Task WaitAsync(WaitAnnotation wait, CancellationToken cancellationToken)
    {
        if (wait.WaitType == WaitType.WaitUntilHealthy)
        {
            await notifications.WaitForResourceHealthyAsync(wait.Resource.Name, cancellationToken);
            return;
        }

        var end = await notifications.WaitForResourceAsync(
            wait.Resource.Name, change => KnownResourceStates.TerminalStates.Contains(change.Snapshot.State?.Text), cancellationToken);
        if (end.Snapshot.State?.Text == KnownResourceStates.FailedToStart)
            throw new DistributedApplicationException($"The resource '{wait.Resource.Name}', which this one needs, failed to start.");
        if (end.Snapshot.ExitCode != wait.ExitCode)
        {
            throw new DistributedApplicationException(
                $"The resource '{wait.Resource.Name}', which this one needs, ended with exit code {end.Snapshot.ExitCode}, not {wait.ExitCode}.");
        }
    }
}
