namespace Cassandra;

/// <summary>Where the server's replication strategies place the replicas of a token.</summary>
internal static class Replication
{
    /// <param name="walk">The hosts of the ring from the token on, each once.</param>
    public static Host[] Place(KeyspaceMetadata keyspace, IEnumerable<Host> walk) => keyspace.StrategyClass switch
    {
        ReplicationStrategies.SimpleStrategy => [.. walk.Take(keyspace.Replication["replication_factor"])],
        ReplicationStrategies.NetworkTopologyStrategy => InDatacenters(keyspace.Replication, [.. walk]),
        "EverywhereStrategy" or "LocalStrategy" => [.. walk],
        _ => [.. walk.Take(1)],
    };

    /// <summary>In each datacenter first one host of every rack, then those that were passed over, in the ring's order.</summary>
    private static Host[] InDatacenters(IDictionary<string, int> factors, Host[] walk)
    {
        var chosen = new HashSet<Host>();
        foreach (var (datacenter, factor) in factors)
        {
            var hosts = walk.Where(host => host.Datacenter == datacenter).ToList();
            var ofEachRack = hosts.DistinctBy(host => host.Rack);
            chosen.UnionWith(ofEachRack.Concat(hosts).Distinct().Take(factor));
        }

        return [.. walk.Where(chosen.Contains)];
    }
}
