using System.Net;
using System.Net.Sockets;

namespace Streaming.AppHost.Servers.Processes;

/// <summary>One connection to a server of this machine, for a question or two.</summary>
internal static class LoopbackClient
{
    public static async Task<NetworkStream> ConnectAsync(int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
