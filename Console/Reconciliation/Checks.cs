using System.Threading.Channels;

namespace Streaming.Console.Reconciliation;

/// <summary>The checks that were asked for: one is worked on at a time, whoever asked for it.</summary>
internal sealed class Checks
{
    /// <summary>A day of minutes.</summary>
    private const int MostWaiting = 1_440;

    private readonly Lock _gate = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Queue<Subject> _waiting = [];
    private CancellationTokenSource? _running;
    private CheckStatus _status = CheckStatus.Idle;

    public CheckStatus Status
    {
        get
        {
            lock (_gate) return _status with { Waiting = _waiting.Count };
        }
    }

    /// <summary>Has the subjects checked; those that wait already are not checked twice.</summary>
    /// <exception cref="InvalidOperationException">Too many checks wait.</exception>
    public void Add(IEnumerable<Subject> subjects)
    {
        lock (_gate)
        {
            foreach (var subject in subjects)
            {
                if (_waiting.Contains(subject) || _status.Current == subject) continue;
                if (_waiting.Count == MostWaiting) throw new InvalidOperationException($"{MostWaiting} checks wait already. Let them end, or stop them.");
                _waiting.Enqueue(subject);
            }

            _status = _status with { Fault = null };
        }

        _wake.Writer.TryWrite(true);
    }

    /// <summary>Ends the check that runs and forgets those that wait.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _waiting.Clear();
            _running?.Cancel();
        }
    }

    internal void Report(double share)
    {
        lock (_gate) _status = _status with { Share = share };
    }

    /// <summary>The next subject, when there is one.</summary>
    internal async Task<Subject> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_waiting.TryDequeue(out var subject))
                {
                    _status = _status with { Current = subject, Share = 0 };
                    return subject;
                }
            }

            await _wake.Reader.ReadAsync(cancellationToken);
        }
    }

    /// <summary>Runs the check of the current subject so that <see cref="Stop"/> ends it.</summary>
    internal async Task RunAsync(Func<CancellationToken, Task> check, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        lock (_gate) _running = stop;
        string? fault = null;
        try
        {
            await check(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            fault = "it was stopped";
        }
        catch (Exception failure)
        {
            fault = failure.Message;
            throw;
        }
        finally
        {
            lock (_gate)
            {
                _running = null;
                _status = _status with
                {
                    Current = null,
                    Share = 0,
                    Ended = _status.Ended + 1,
                    Fault = fault is null ? _status.Fault : $"The check of {_status.Current} did not end: {fault}.",
                };
            }
        }
    }
}

/// <summary>What is being checked.</summary>
/// <param name="Current">Null when nothing is.</param>
/// <param name="Share">The share of it that is done, from 0 to 1.</param>
/// <param name="Ended">How many checks have ended, in whatever way: who looks now and then sees by it the one that ran in between.</param>
/// <param name="Fault">Why the last check that did not end did not.</param>
internal sealed record CheckStatus(Subject? Current, double Share, int Waiting, long Ended, string? Fault)
{
    public static readonly CheckStatus Idle = new(null, 0, 0, 0, null);
}
