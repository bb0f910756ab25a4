using System.Net;
using System.Net.Sockets;

namespace Streaming.Tests.Integration.MicrosoftSpark;

/// <summary>Forwards connections to a port of loopback, and cuts them off on demand.</summary>
internal sealed class CuttingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _open = [];
    private readonly int _target;

    public CuttingProxy(int target)
    {
        _target = target;
        _listener.Start();
        Accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Accepted { get; private set; }

    /// <summary>Ends when the proxy is disposed of.</summary>
    public Task Accepting { get; }

    /// <summary>Closes all connections; new ones are forwarded again.</summary>
    public void Cut()
    {
        lock (_open)
        {
            foreach (var connection in _open) connection.Client.Close(0);
            _open.Clear();
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        Cut();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var connection = await _listener.AcceptTcpClientAsync();
            Accepted++;
            lock (_open) _open.Add(connection);
            _ = ServeAsync(connection);
        }
    }

    private async Task ServeAsync(TcpClient connection)
    {
        using (connection)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _target);
                await Task.WhenAny(connection.GetStream().CopyToAsync(server.GetStream()), server.GetStream().CopyToAsync(connection.GetStream()));
            }
            catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
            {
                // Either side has ended the connection, and so does the proxy.
            }

            lock (_open) _open.Remove(connection);
        }
    }
}
