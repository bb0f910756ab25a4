using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Streaming.Tests.Integration.Log;

/// <summary>Forwards connections to a broker, and cuts off clients by the client id that their requests bear.</summary>
internal sealed class KafkaProxy : IDisposable
{
    private readonly TcpListener _listener;
    private readonly int _broker;
    private readonly List<(string Client, TcpClient Connection)> _open = [];
    private readonly HashSet<string> _cut = [];

    public KafkaProxy(KafkaServer server)
    {
        _broker = server.ProxiedPort;
        _listener = new TcpListener(IPAddress.Loopback, server.ProxyPort);
        _listener.Start();
        Accepting = AcceptAsync();
    }

    /// <summary>Ends when the proxy is disposed of.</summary>
    public Task Accepting { get; }

    /// <summary>Closes the connections of the client, and each one it makes later.</summary>
    public void Cut(string client)
    {
        lock (_open)
        {
            _cut.Add(client);
            foreach (var (_, connection) in _open.Where(open => open.Client == client)) connection.Dispose();
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync());
    }

    private async Task ServeAsync(TcpClient connection)
    {
        using (connection)
        using (var broker = new TcpClient())
        {
            try
            {
                var client = connection.GetStream();
                var first = await FirstRequestAsync(client);
                if (!Register(ClientId(first), connection)) return;
                await broker.ConnectAsync(IPAddress.Loopback, _broker);
                var server = broker.GetStream();
                await server.WriteAsync(first);
                await Task.WhenAny(client.CopyToAsync(server), server.CopyToAsync(client));
            }
            catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException)
            {
                // Either side has ended the connection, and so does the proxy.
            }
        }
    }

    private bool Register(string client, TcpClient connection)
    {
        lock (_open)
        {
            _open.RemoveAll(open => !open.Connection.Connected);
            _open.Add((client, connection));
            return !_cut.Contains(client);
        }
    }

    private static async Task<byte[]> FirstRequestAsync(NetworkStream client)
    {
        var size = new byte[4];
        await client.ReadExactlyAsync(size);
        var request = new byte[4 + BinaryPrimitives.ReadInt32BigEndian(size)];
        size.CopyTo(request, 0);
        await client.ReadExactlyAsync(request.AsMemory(4));
        return request;
    }

    /// <summary>A request begins with its size, api key, version and correlation id (12 bytes), then the client id.</summary>
    private static string ClientId(byte[] request) =>
        BinaryPrimitives.ReadInt16BigEndian(request.AsSpan(12)) is var length and > 0 ? Encoding.UTF8.GetString(request, 14, length) : "";
}
