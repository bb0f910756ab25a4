using System.Net;
using System.Net.Sockets;

namespace Cassandra;

/// <summary>
/// The one connection that a cluster has beside its sessions': it reads hosts and keyspaces, and hears of their changes. When it is lost another host takes it.
/// </summary>
internal sealed class ControlConnection : IConnectionOwner, IAsyncDisposable
{
    /// <summary>Events come in swarms; what they told of is read once.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    private readonly Configuration _configuration;
    private readonly Metadata _metadata;
    private readonly ConnectionOpener _opener;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _signal = new(0);
    private readonly Lock _gate = new();
    private volatile Connection? _connection;
    private Task _maintenance = Task.CompletedTask;

    public ControlConnection(Configuration configuration, Metadata metadata)
    {
        _configuration = configuration;
        _metadata = metadata;
        _opener = new ConnectionOpener(configuration);
    }

    /// <summary>A host said that another is up.</summary>
    public event Action<IPEndPoint>? HostAnnounced;

    /// <summary>Whether it was connected once; from then on it reconnects by itself.</summary>
    public bool IsStarted { get; private set; }

    private int TimeoutMillis => _configuration.SocketOptions.ReadTimeoutMillis;

    /// <exception cref="NoHostAvailableException">None of the addresses answers.</exception>
    public async Task ConnectAsync(IEnumerable<IPEndPoint> addresses)
    {
        await ConnectToAnyAsync(addresses).ConfigureAwait(false);
        IsStarted = true;
        _maintenance = Task.Run(MaintainAsync);
    }

    /// <exception cref="SocketException">There is no control connection at the moment.</exception>
    public Task<RowSet> QueryAsync(string query) =>
        _connection?.QueryAsync(query, TimeoutMillis) ?? throw new SocketException((int)SocketError.NotConnected);

    public void OnClosed(Connection connection, Exception reason)
    {
        if (connection != _connection) return;
        _connection = null;
        if (_stop.IsCancellationRequested) return;
        Log.ControlLost(Diagnostics.Logger, connection.Address, reason.Message);
        Signal();
    }

    public void OnEvent(Connection connection, in Frame frame)
    {
        var change = ServerEvent.Read(frame.Body);
        if (change.Schema is { } schema) _metadata.OnSchemaChanged(schema);
        if (change.Announced is { } address) HostAnnounced?.Invoke(address);
        Signal();
    }

    /// <summary>A host is reached again: a lost control connection need not wait out its delay.</summary>
    public void Wake() => Signal();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _connection?.Dispose();
        await _maintenance.ConfigureAwait(false);
    }

    private void Signal()
    {
        lock (_gate)
        {
            if (_signal.CurrentCount == 0) _signal.Release();
        }
    }

    /// <summary>Reconnects what was lost and reads again what changed, until it is disposed.</summary>
    private async Task MaintainAsync()
    {
        try
        {
            while (true)
            {
                await _signal.WaitAsync(_stop.Token).ConfigureAwait(false);
                if (_connection is null) await ReconnectAsync().ConfigureAwait(false);
                else await RefreshLaterAsync(_connection).ConfigureAwait(false);
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // Disposed, whatever that interrupted.
        }
    }

    private async Task ReconnectAsync()
    {
        var schedule = _configuration.Policies.ReconnectionPolicy.NewSchedule();
        while (true)
        {
            try
            {
                await ConnectToAnyAsync(_metadata.Hosts.All.OrderByDescending(host => host.IsUp).Select(host => host.Address)).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (!_stop.IsCancellationRequested)
            {
                var delay = TimeSpan.FromMilliseconds(schedule.NextDelayMs());
                Log.ControlFailed(Diagnostics.Logger, e.Message, delay.TotalMilliseconds);
                await _signal.WaitAsync(delay, _stop.Token).ConfigureAwait(false);
            }
        }
    }

    private async Task RefreshLaterAsync(Connection connection)
    {
        await Task.Delay(Settling, _stop.Token).ConfigureAwait(false);
        try
        {
            await RefreshAsync(connection).ConfigureAwait(false);
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            Log.RefreshFailed(Diagnostics.Logger, e.Message);
            Signal();
        }
    }

    private async Task ConnectToAnyAsync(IEnumerable<IPEndPoint> addresses)
    {
        var errors = new Dictionary<IPEndPoint, Exception>();
        foreach (var address in addresses)
        {
            try
            {
                await ConnectToAsync(address).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (!_stop.IsCancellationRequested)
            {
                errors[address] = e;
            }
        }

        throw new NoHostAvailableException(errors);
    }

    private async Task ConnectToAsync(IPEndPoint address)
    {
        var connection = await _opener.OpenAsync(address, null, this, _stop.Token).ConfigureAwait(false);
        try
        {
            await connection.RequestAsync(Opcode.Register, TimeoutMillis, ServerEvent.WriteKinds).ConfigureAwait(false);
            _connection = connection;
            await RefreshAsync(connection).ConfigureAwait(false);
            _stop.Token.ThrowIfCancellationRequested();
            if (connection.IsClosed) throw new SocketException((int)SocketError.ConnectionReset);
            _metadata.GetHost(address)?.SetUp();
        }
        catch (Exception e)
        {
            _connection = null;
            connection.Close(e);
            throw;
        }
    }

    private async Task RefreshAsync(Connection connection)
    {
        await HostQueries.RefreshAsync(connection, _metadata, _configuration.Port, TimeoutMillis).ConfigureAwait(false);
        _metadata.SetKeyspaces(await SchemaQueries.KeyspacesAsync(this, _metadata).ConfigureAwait(false));
    }
}
