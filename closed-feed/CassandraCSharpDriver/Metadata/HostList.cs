using System.Net;

namespace Cassandra;

/// <summary>The hosts of the cluster. One writer at a time.</summary>
internal sealed class HostList
{
    private volatile Host[] _all = [];

    public event Action<Host>? Added;

    public event Action<Host>? Removed;

    public Host[] All => _all;

    public Host? Find(IPEndPoint address) => Array.Find(_all, host => host.Address.Equals(address));

    /// <summary>Puts these hosts in the place of those before; who is there twice stays the same object.</summary>
    public void Replace(Host[] hosts)
    {
        var before = _all;
        _all = hosts;
        foreach (var host in hosts.Except(before)) Added?.Invoke(host);
        foreach (var host in before.Except(hosts)) Removed?.Invoke(host);
    }
}
