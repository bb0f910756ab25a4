using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Streaming.Pipeline.Log;

namespace Streaming.Pipeline.Loops;

/// <summary>
/// The one way in which this product runs something for ever: a failed run is logged and started again after a capped, jittered back-off;
/// progress is a heartbeat; the state is a health check. Only <see cref="LoopFaultedException"/> ends a loop for good, visibly.
/// </summary>
public abstract class BackgroundLoop : BackgroundService, IHealthCheck
{
    private readonly LoopOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private long _lastBeat;
    private int _failures;
    private volatile Exception? _lastError;
    private volatile bool _faulted;

    protected BackgroundLoop(string name, LoopOptions options, TimeProvider time, ILogger logger)
    {
        Name = name;
        _options = options;
        _time = time;
        _logger = logger;
        _lastBeat = time.GetTimestamp();
    }

    /// <summary>The loop's name in logs and in <c>/health</c>.</summary>
    public string Name { get; }

    protected TimeProvider Time => _time;

    /// <summary>Works until it is cancelled. When it returns or throws it is called again.</summary>
    protected abstract Task RunAsync(CancellationToken cancellationToken);

    /// <summary>Says that the loop goes round; to be called on every turn, idle ones too.</summary>
    protected void Beat() => Volatile.Write(ref _lastBeat, _time.GetTimestamp());

    /// <summary>Says that the loop waits for work, which may take any time, until the next beat.</summary>
    protected void Rest() => Volatile.Write(ref _lastBeat, long.MaxValue);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The host goes on starting while the loop does its first work.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            var started = _time.GetTimestamp();
            try
            {
                Beat();
                await RunAsync(stoppingToken);
                _failures = 0;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (LoopFaultedException fault)
            {
                _lastError = fault;
                _faulted = true;
                LoopLog.Faulted(_logger, Name, fault.Message);
                return;
            }
            catch (Exception failure) when (stoppingToken.IsCancellationRequested)
            {
                LoopLog.FailedWhileStopping(_logger, failure, Name);
                return;
            }
            catch (Exception failure)
            {
                if (_time.GetElapsedTime(started) >= _options.ResetAfter) _failures = 0;
                _lastError = failure;
                var wait = BackOff(++_failures);
                LoopMetrics.Failed(Name);
                LoopLog.Failed(_logger, IsOutside(failure) ? null : failure, Name, _failures, failure.Message, wait.TotalSeconds);
                await WaitAsync(wait, stoppingToken);
            }
        }
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Health());

    private HealthCheckResult Health()
    {
        if (_faulted) return HealthCheckResult.Unhealthy($"stopped: {_lastError?.Message}", _lastError);

        var silent = _time.GetElapsedTime(Volatile.Read(ref _lastBeat));
        if (silent >= _options.SilentAfter) return HealthCheckResult.Unhealthy($"no progress for {silent.TotalSeconds:F0} s", _lastError);
        if (_failures == 0) return HealthCheckResult.Healthy();

        var failed = $"failed {_failures} times: {_lastError?.Message}";
        return _failures < _options.UnhealthyAfter ? HealthCheckResult.Degraded(failed, _lastError) : HealthCheckResult.Unhealthy(failed, _lastError);
    }

    /// <summary>Called by a run that has got through to real work again, so that the next failure starts with the first back-off.</summary>
    protected void Recovered()
    {
        _failures = 0;
        Beat();
    }

    // A server, a network or a disk that fails is no fault of the code: its message says it all.
    private static bool IsOutside(Exception failure) =>
        failure is LogUnavailableException or DbException or IOException or SocketException or TimeoutException or HttpRequestException;

    private TimeSpan BackOff(int failures)
    {
        var doubled = _options.FirstBackOff * Math.Pow(2, Math.Min(failures - 1, 16));
        var capped = doubled < _options.LongestBackOff ? doubled : _options.LongestBackOff;
        return capped * (0.5 + Random.Shared.NextDouble() / 2);
    }

    private async Task WaitAsync(TimeSpan wait, CancellationToken stoppingToken)
    {
        try
        {
            await Task.Delay(wait, _time, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LoopLog.StoppedWhileWaiting(_logger, Name);
        }
    }
}

/// <summary>The loop can't go on by itself, and going on blindly would lose something: somebody has to act. The message says how.</summary>
public class LoopFaultedException(string message, Exception? inner = null) : Exception(message, inner);
