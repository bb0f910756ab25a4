namespace Cassandra;

/// <summary>All hosts in turn.</summary>
public class RoundRobinPolicy : ILoadBalancingPolicy
{
    private ICluster? _cluster;
    private int _next;

    public void Initialize(ICluster cluster) => _cluster = cluster;

    public HostDistance Distance(Host host) => HostDistance.Local;

    public IEnumerable<Host> NewQueryPlan(string? keyspace, IStatement? query)
    {
        var hosts = _cluster!.Metadata.Hosts.All;
        var first = (uint)Interlocked.Increment(ref _next);
        for (var i = 0u; i < hosts.Length; i++) yield return hosts[(first + i) % (uint)hosts.Length];
    }
}
