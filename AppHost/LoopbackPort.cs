using System.Net;
using System.Net.Sockets;

namespace Streaming.AppHost;

internal static class LoopbackPort
{
    /// <exception cref="StartRefusedException">Another program listens on it.</exception>
    public static void RefuseTaken(int? port, string option)
    {
        if (port is not { } wanted)
            return;
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, wanted);
            listener.Start();
        }
        catch (SocketException taken)
        {
            throw new StartRefusedException($"Port {wanted} cannot be used: {taken.Message}. Choose another with {option}, or leave it out for a free one.");
        }
    }
}
