namespace Cassandra;

/// <summary>A session's connections to one host. While there are fewer than there should be it opens others, with the reconnection policy's delays.</summary>
internal sealed class HostPool : IConnectionOwner, IDisposable
{
    private readonly Session _session;
    private readonly Host _host;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly int _growAt;
    private readonly int _most;
    private volatile Connection[] _connections = [];
    private int _wanted;
    private bool _filling;

    public HostPool(Session session, Host host, HostDistance distance)
    {
        _session = session;
        _host = host;
        var options = session.Configuration.PoolingOptions;
        _wanted = options.GetCoreConnectionsPerHost(distance);
        _growAt = options.GetMaxSimultaneousRequestsPerConnectionTreshold(distance);
        _most = Math.Max(options.GetMaxConnectionPerHost(distance), _wanted);
        host.Up += OnHostUp;
    }

    public int Count => _connections.Length;

    public int InFlight => _connections.Sum(connection => connection.InFlight);

    /// <summary>Why the last try to connect failed; null when it did not.</summary>
    public Exception? LastError { get; private set; }

    public Connection[] Connections => _connections;

    /// <summary>The connection with the fewest requests in flight; null when there is none.</summary>
    public Connection? Pick()
    {
        var connections = _connections;
        if (connections.Length == 0)
        {
            EnsureFilling();
            return null;
        }

        var best = connections[0];
        var fewest = best.InFlight;
        for (var i = 1; i < connections.Length; i++)
        {
            if (connections[i].InFlight is var inFlight && inFlight >= fewest) continue;
            best = connections[i];
            fewest = inFlight;
        }

        if (fewest >= _growAt && connections.Length < _most) Grow(connections.Length + 1);
        return best;
    }

    /// <summary>Opens the first connection, and in the background the others.</summary>
    public async Task WarmUpAsync()
    {
        try
        {
            await OpenAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LastError = e;
            throw;
        }
        finally
        {
            EnsureFilling();
        }
    }

    public void Remove(Connection connection)
    {
        bool last;
        lock (_gate)
        {
            var rest = _connections.Where(other => other != connection).ToArray();
            if (rest.Length == _connections.Length) return;
            _connections = rest;
            last = rest.Length == 0;
        }

        EnsureFilling();
        if (last && !_stop.IsCancellationRequested) _host.SetDown();
    }

    public void OnClosed(Connection connection, Exception reason)
    {
        if (!_stop.IsCancellationRequested) Log.ConnectionLost(Diagnostics.Logger, _host.Address, reason.Message);
        LastError = reason;
        Remove(connection);
    }

    /// <summary>Only the control connection registers for events.</summary>
    public void OnEvent(Connection connection, in Frame frame)
    {
    }

    /// <summary>The host may be back: try now, without waiting out the delay.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            if (_wake.CurrentCount == 0) _wake.Release();
        }
    }

    public void Dispose()
    {
        _host.Up -= OnHostUp;
        _stop.Cancel();
        foreach (var connection in _connections) connection.Dispose();
    }

    private void OnHostUp(Host host) => Wake();

    private void Grow(int wanted)
    {
        lock (_gate) _wanted = Math.Max(_wanted, wanted);
        EnsureFilling();
    }

    private void EnsureFilling()
    {
        lock (_gate)
        {
            if (_filling || _connections.Length >= _wanted || _stop.IsCancellationRequested) return;
            _filling = true;
            _ = Task.Run(FillAsync);
        }
    }

    private bool IsFilled()
    {
        lock (_gate)
        {
            if (_connections.Length < _wanted && !_stop.IsCancellationRequested) return false;
            _filling = false;
            return true;
        }
    }

    /// <summary>Ends only when there are enough connections, or the pool is disposed.</summary>
    private async Task FillAsync()
    {
        var schedule = _session.Configuration.Policies.ReconnectionPolicy.NewSchedule();
        while (!IsFilled())
        {
            try
            {
                await OpenAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
            }
            catch (Exception e)
            {
                LastError = e;
                if (_connections.Length == 0) _host.SetDown();
                var delay = TimeSpan.FromMilliseconds(schedule.NextDelayMs());
                Log.ConnectFailed(Diagnostics.Logger, _host.Address, e.Message, delay.TotalMilliseconds);
                await PauseAsync(delay).ConfigureAwait(false);
            }
        }
    }

    private async Task PauseAsync(TimeSpan delay)
    {
        try
        {
            await _wake.WaitAsync(delay, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Disposed: the loop sees it.
        }
    }

    /// <summary>A new connection knows what was prepared before it takes requests.</summary>
    private async Task OpenAsync()
    {
        var connection = await _session.Opener.OpenAsync(_host.Address, _session.Keyspace, this, _stop.Token).ConfigureAwait(false);
        try
        {
            if (_connections.Length == 0) await _session.PrepareAllAsync(connection).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            connection.Close(e);
            throw;
        }

        bool keep;
        lock (_gate)
        {
            keep = !_stop.IsCancellationRequested;
            if (keep && !connection.IsClosed) _connections = [.. _connections, connection];
        }

        if (!keep) connection.Dispose();
        if (connection.IsClosed) Remove(connection);
        LastError = null;
        _host.SetUp();
    }
}
