namespace Cassandra;

/// <summary>First the local replicas of the statement's partition, then whomever its child policy names.</summary>
public class TokenAwarePolicy(ILoadBalancingPolicy childPolicy) : ILoadBalancingPolicy
{
    private ICluster? _cluster;
    private int _next;

    internal ILoadBalancingPolicy ChildPolicy { get; } = childPolicy;

    public void Initialize(ICluster cluster)
    {
        _cluster = cluster;
        ChildPolicy.Initialize(cluster);
    }

    public HostDistance Distance(Host host) => ChildPolicy.Distance(host);

    public IEnumerable<Host> NewQueryPlan(string? keyspace, IStatement? query)
    {
        var hosts = _cluster!.Metadata.Hosts;

        // With one host there is nothing to choose, and the partition key need not be hashed.
        if (hosts.All.Length <= 1 || (query?.Keyspace ?? keyspace) is not { } replicated || query?.RoutingKey?.RawRoutingKey is not { } key)
            return ChildPolicy.NewQueryPlan(keyspace, query);
        var replicas = _cluster.Metadata.Tokens.GetReplicas(replicated, Murmur3.Token(key));
        return replicas.Length == 0 ? ChildPolicy.NewQueryPlan(keyspace, query) : ReplicasFirst(replicas, keyspace, query);
    }

    private IEnumerable<Host> ReplicasFirst(Host[] replicas, string? keyspace, IStatement? query)
    {
        var first = (uint)Interlocked.Increment(ref _next);
        for (var i = 0u; i < replicas.Length; i++)
        {
            var replica = replicas[(first + i) % (uint)replicas.Length];
            if (replica.IsUp && Distance(replica) == HostDistance.Local) yield return replica;
        }

        foreach (var host in ChildPolicy.NewQueryPlan(keyspace, query))
        {
            if (!(host.IsUp && Array.IndexOf(replicas, host) >= 0 && Distance(host) == HostDistance.Local)) yield return host;
        }
    }
}
