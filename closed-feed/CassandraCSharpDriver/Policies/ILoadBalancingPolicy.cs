namespace Cassandra;

/// <summary>Says which hosts are asked, and in which order.</summary>
public interface ILoadBalancingPolicy
{
    /// <summary>Called once, when the cluster's hosts are known.</summary>
    void Initialize(ICluster cluster);

    HostDistance Distance(Host host);

    /// <summary>The hosts to try for a statement, in order.</summary>
    IEnumerable<Host> NewQueryPlan(string? keyspace, IStatement? query);
}
