namespace Cassandra;

/// <summary>The hosts of one datacenter in turn; others are never asked.</summary>
public class DCAwareRoundRobinPolicy : ILoadBalancingPolicy
{
    private ICluster? _cluster;
    private int _next;

    /// <summary>The datacenter of the first host that the cluster connects to is the local one.</summary>
    public DCAwareRoundRobinPolicy()
    {
    }

    public DCAwareRoundRobinPolicy(string localDc)
    {
        ArgumentException.ThrowIfNullOrEmpty(localDc);
        LocalDc = localDc;
    }

    internal string? LocalDc { get; private set; }

    /// <exception cref="ArgumentException">No host is in the datacenter given.</exception>
    public void Initialize(ICluster cluster)
    {
        _cluster = cluster;
        var hosts = cluster.Metadata.Hosts.All;
        LocalDc ??= cluster.Metadata.LocalDatacenter;
        if (LocalDc is not null && hosts.All(host => host.Datacenter != LocalDc))
        {
            throw new ArgumentException(
                $"No host is in datacenter {LocalDc}; there are: {string.Join(", ", hosts.Select(host => host.Datacenter).Distinct())}");
        }
    }

    public HostDistance Distance(Host host) => host.Datacenter == LocalDc ? HostDistance.Local : HostDistance.Ignored;

    public IEnumerable<Host> NewQueryPlan(string? keyspace, IStatement? query)
    {
        var hosts = _cluster!.Metadata.Hosts.All;
        var first = (uint)Interlocked.Increment(ref _next);
        for (var i = 0u; i < hosts.Length; i++)
        {
            var host = hosts[(first + i) % (uint)hosts.Length];
            if (host.Datacenter == LocalDc) yield return host;
        }
    }
}
