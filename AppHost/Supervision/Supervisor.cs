using Streaming.AppHost.Status;

namespace Streaming.AppHost.Supervision;

/// <summary>Starts resources again that ended by themselves; Aspire leaves that to the one who looks at its dashboard.</summary>
internal sealed class Supervisor(
    ResourceNotificationService notifications, ResourceCommandService commands, ResourceLoggerService loggers, TimeProvider time)
{
    private readonly Dictionary<string, Supervised> _supervised = [];

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
                if (!_supervised.TryGetValue(change.ResourceId, out var supervised))
                    _supervised.Add(change.ResourceId, supervised = new Supervised());
                if (supervised.HasFailed(change.Snapshot, restart.Policy, time))
                {
                    restarts.RemoveAll(static done => done.IsCompletedSuccessfully);
                    restarts.Add(RestartAsync(change, supervised, restart.Policy, stopping));
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await Task.WhenAll(restarts);
        }
    }

    private async Task RestartAsync(ResourceEvent failed, Supervised supervised, RestartPolicy policy, CancellationToken stopping)
    {
        var delay = supervised.NextDelay(time);
        await TellAsync(failed, delay, supervised.LogTellsWhy(policy));
        try
        {
            await Task.Delay(delay, time, stopping);
            await commands.ExecuteCommandAsync(failed.ResourceId, KnownResourceCommands.StartCommand, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task TellAsync(ResourceEvent failed, TimeSpan delay, bool logTellsWhy)
    {
        var log = await LogTail.ReadAsync(loggers, failed.Resource);
        var again = $"starting again in {delay.TotalSeconds:0.0} s";
        if (failed.Snapshot.State?.Text == KnownResourceStates.FailedToStart)
        {
            Terminal.Line(failed.Resource.Name, $"failed to start, {again}: {log.LastOrDefault()}");
            return;
        }

        Terminal.Line(failed.Resource.Name, $"exited with {failed.Snapshot.ExitCode}, {again}");
        if (logTellsWhy)
            Terminal.Indented(log);
    }
}
