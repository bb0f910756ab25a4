using System.Net;
using System.Net.Sockets;

namespace Cassandra;

/// <summary>The addresses that a cluster is first looked for at.</summary>
internal sealed class ContactPoints(IReadOnlyList<object> given, int port)
{
    /// <exception cref="NoHostAvailableException">None of the names is known.</exception>
    public async Task<IReadOnlyList<IPEndPoint>> ResolveAsync()
    {
        var addresses = new List<IPEndPoint>();
        var unknown = new List<string>();
        foreach (var point in given)
        {
            switch (point)
            {
                case IPEndPoint endPoint: addresses.Add(endPoint); break;
                case IPAddress address: addresses.Add(new IPEndPoint(address, port)); break;
                case string text when IPAddress.TryParse(text, out var address): addresses.Add(new IPEndPoint(address, port)); break;
                default: await ResolveAsync((string)point, addresses, unknown).ConfigureAwait(false); break;
            }
        }

        if (addresses.Count == 0) throw new NoHostAvailableException($"No contact point has an address: {string.Join(", ", unknown)}");
        return addresses;
    }

    private async Task ResolveAsync(string name, List<IPEndPoint> addresses, List<string> unknown)
    {
        try
        {
            foreach (var address in await Dns.GetHostAddressesAsync(name).ConfigureAwait(false)) addresses.Add(new IPEndPoint(address, port));
        }
        catch (SocketException)
        {
            unknown.Add(name);
        }
    }
}
