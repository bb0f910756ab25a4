using System.Net;
using System.Net.Sockets;
using Streaming.AppHost.CommandLine;

namespace Streaming.AppHost;

internal static class LoopbackPort
{
    /// <exception cref="StartRefusedException">Another program listens on a port that was asked for.</exception>
    public static void RefuseTaken(HostOptions options)
    {
        RefuseTaken(options.PushPort, "--push-port");
        RefuseTaken(options.ConsolePort, "--console-port");
        RefuseTaken(options.PostgresPort, "--postgres-port");
        RefuseTaken(options.KafkaPort, "--kafka-port");
        RefuseTaken(options.CassandraPort, "--cassandra-port");
    }

    private static void RefuseTaken(int? port, string option)
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
