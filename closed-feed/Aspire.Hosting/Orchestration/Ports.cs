using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

internal static class Ports
{
    // Below the range out of which Linux numbers outgoing connections: there, a client that keeps trying to reach a server which is being
    // restarted can be given the server's own port, and take it away.
    private const int First = 16_000;
    private const int End = 32_000;
    private const int Tries = 1_000;

    /// <summary>Gives every endpoint its address: the port asked for, else a free one.</summary>
    public static void Allocate(IEnumerable<IResource> resources)
    {
        foreach (var endpoint in resources.SelectMany(resource => resource.Annotations.OfType<EndpointAnnotation>()))
        {
            if (endpoint.AllocatedEndpoint is not null)
                continue;
            var port = endpoint.Port ?? endpoint.TargetPort ?? FindFree();
            endpoint.Port = endpoint.TargetPort = port;
            endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, endpoint.TargetHost, port);
        }
    }

    /// <summary>A port that nobody listens on, on either loopback address.</summary>
    public static int FindFree()
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var port = Random.Shared.Next(First, End);
            if (IsFree(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || IsFree(IPAddress.IPv6Loopback, port)))
                return port;
        }

        throw new DistributedApplicationException($"No free port found between {First} and {End} in {Tries} tries.");
    }

    private static bool IsFree(IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            return true;
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
        catch (SocketException absent) when (absent.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            return true;
        }
    }
}
