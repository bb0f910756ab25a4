using Streaming.AppHost.Status;

namespace Streaming.AppHost.Supervision;

/// <summary>Starts resources again that ended by themselves; Aspire leaves that to the one who looks at its dashboard.</summary>
internal sealed class Supervisor(
    ResourceNotificationService notifications, ResourceCommandService commands, ResourceLoggerService loggers, TimeProvider time)
{
    private readonly Dictionary<IResource, Supervised> _supervised = [];

    /// <summary>Runs until the token is cancelled: when the application begins to stop.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var restarts = new List<Task>();
        try
        {
            await foreach (var change in notifications.WatchAsync(stopping))
            {
                if (!change.Resource.TryGetLastAnnotation<RestartAnnotation>(out var restart))
                    continue;
                if (!_supervised.TryGetValue(change.Resource, out var supervised))
                    _supervised.Add(change.Resource, supervised = new Supervised());
                if (supervised.HasFailed(change.Snapshot, restart.Policy, time))
                {
                    restarts.RemoveAll(static done => done.IsCompletedSuccessfully);
                    restarts.Add(RestartAsync(change, supervised, stopping));
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await Task.WhenAll(restarts);
        }
    }

    private async Task RestartAsync(ResourceEvent failed, Supervised supervised, CancellationToken stopping)
    {
        var delay = supervised.NextDelay(time);
        var what = failed.Snapshot.State?.Text == KnownResourceStates.FailedToStart ? "failed to start" : $"exited with {failed.Snapshot.ExitCode}";
        Terminal.Line(failed.Resource.Name, $"{what}, starting again in {delay.TotalSeconds:0.0} s");
        if (supervised.DiedBeforeItWasHealthy)
            Terminal.Indented(await LogTail.ReadAsync(loggers, failed.Resource));
        try
        {
            await Task.Delay(delay, time, stopping);
            await commands.ExecuteCommandAsync(failed.Resource, KnownResourceCommands.StartCommand, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return;
        }
    }
}
