using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Streaming.AppHost.Supervision;

/// <summary>What the supervisor knows of one resource.</summary>
internal sealed class Supervised
{
    private readonly RestartBackoff _backoff = new();
    private string? _state;
    private bool _isStopping;
    private long? _runningSince;

    /// <summary>Then its log tells why.</summary>
    public bool DiedBeforeItWasHealthy { get; private set; } = true;

    /// <summary>Takes in a change; true when it is the end of a process that was not asked to end and is not done.</summary>
    public bool HasFailed(CustomResourceSnapshot snapshot, RestartPolicy policy, TimeProvider time)
    {
        if (snapshot.HealthStatus == HealthStatus.Healthy)
            DiedBeforeItWasHealthy = false;
        var state = snapshot.State?.Text;
        if (state == _state)
            return false;

        _state = state;
        if (state == KnownResourceStates.Stopping)
            _isStopping = true;
        if (state == KnownResourceStates.Starting || state == KnownResourceStates.Waiting)
        {
            _isStopping = false;
            DiedBeforeItWasHealthy = true;
        }

        if (state == KnownResourceStates.Running)
            _runningSince = time.GetTimestamp();
        return state is not null && KnownResourceStates.TerminalStates.Contains(state) && !_isStopping
            && !(policy == RestartPolicy.UntilItSucceeds && snapshot.ExitCode == 0);
    }

    public TimeSpan NextDelay(TimeProvider time)
    {
        var ran = _runningSince is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero;
        _runningSince = null;
        return _backoff.Next(ran, Random.Shared.NextDouble());
    }
}
