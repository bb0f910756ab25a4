using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Streaming.AppHost.Supervision;

/// <summary>What the supervisor knows of one resource.</summary>
internal sealed class Supervised
{
    private readonly RestartBackoff _backoff = new();
    private string? _state;
    private bool _isStopping;
    private bool _wasHealthy;
    private long? _runningSince;

    /// <summary>Takes in a change; true when it is the end of a process that was not asked to end and is not done.</summary>
    public bool HasFailed(CustomResourceSnapshot snapshot, RestartPolicy policy, TimeProvider time)
    {
        if (snapshot.HealthStatus == HealthStatus.Healthy)
            _wasHealthy = true;
        var state = snapshot.State?.Text;
        if (state == _state)
            return false;

        _state = state;
        if (state == KnownResourceStates.Stopping)
            _isStopping = true;
        if (state == KnownResourceStates.Starting || state == KnownResourceStates.Waiting)
        {
            _isStopping = false;
            _wasHealthy = false;
        }

        if (state == KnownResourceStates.Running)
            _runningSince = time.GetTimestamp();
        return state is not null && KnownResourceStates.TerminalStates.Contains(state) && !_isStopping
            && !(policy == RestartPolicy.UntilItSucceeds && snapshot.ExitCode == 0);
    }

    /// <summary>Whether the log says why it ended: it did before it served anybody, or was to serve nobody.</summary>
    public bool LogTellsWhy(RestartPolicy policy) => !_wasHealthy || policy == RestartPolicy.UntilItSucceeds;

    public TimeSpan NextDelay(TimeProvider time)
    {
        var ran = _runningSince is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero;
        _runningSince = null;
        return _backoff.Next(ran, Random.Shared.NextDouble());
    }
}
