using System.Globalization;

namespace Cassandra;

/// <summary>Replication options for <see cref="ISession.CreateKeyspace"/>.</summary>
public static class ReplicationStrategies
{
    internal const string NetworkTopologyStrategy = "NetworkTopologyStrategy";
    internal const string SimpleStrategy = "SimpleStrategy";

    public static Dictionary<string, string> CreateSimpleStrategyReplicationProperty(int replicationFactor) => new()
    {
        ["class"] = SimpleStrategy,
        ["replication_factor"] = replicationFactor.ToString(CultureInfo.InvariantCulture),
    };

    public static Dictionary<string, string> CreateNetworkTopologyStrategyReplicationProperty(Dictionary<string, int> datacentersReplicationFactors)
    {
        var options = new Dictionary<string, string> { ["class"] = NetworkTopologyStrategy };
        foreach (var (datacenter, replicas) in datacentersReplicationFactors) options[datacenter] = replicas.ToString(CultureInfo.InvariantCulture);
        return options;
    }
}
