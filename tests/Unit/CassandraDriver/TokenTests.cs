using System.Net;
using System.Text;
using Cassandra;

namespace Streaming.Tests.Unit.CassandraDriver;

public sealed class TokenTests
{
    /// <summary>As Cassandra 5.0 computes them.</summary>
    [Theory]
    [InlineData("a", -8839064797231613815L)]
    [InlineData("1234567", 3232113351312417698L)]
    [InlineData("12345678", 4272337174398058908L)]
    [InlineData("123456789", 4360720697772133540L)]
    [InlineData("0123456789abcdef", 5467490433528156583L)]
    [InlineData("0123456789abcdefg", -8200385122730116642L)]
    [InlineData("Žluťoučký kůň", -8644720545154997981L)]
    [InlineData("é", 5461403030378599040L)]
    [InlineData("cassandra-driver-token-vector-0001", 6206954918606434690L)]
    public void A_token_is_what_the_server_says(string key, long token) => Assert.Equal(token, Murmur3.Token(Encoding.UTF8.GetBytes(key)));

    [Fact]
    public void A_simple_keyspaces_replicas_follow_the_ring()
    {
        var hosts = Hosts(("a", "r1", 0), ("a", "r1", 100), ("b", "r1", 200));
        var map = Map(hosts, "SimpleStrategy", ("replication_factor", 2));
        Assert.Equal([hosts[1], hosts[2]], map.GetReplicas("ks", 1));
        Assert.Equal([hosts[1], hosts[2]], map.GetReplicas("ks", 100));
        Assert.Equal([hosts[0], hosts[1]], map.GetReplicas("ks", 201));
        Assert.Equal([hosts[0]], map.GetReplicas(null, long.MinValue));
    }

    [Fact]
    public void A_network_topologys_replicas_are_counted_by_datacenter_and_spread_over_racks()
    {
        var hosts = Hosts(("a", "r1", 0), ("a", "r1", 100), ("b", "r1", 200), ("a", "r2", 300), ("b", "r1", 400));
        var map = Map(hosts, "org.apache.cassandra.locator.NetworkTopologyStrategy", ("a", 2), ("b", 1));
        Assert.Equal([hosts[0], hosts[2], hosts[3]], map.GetReplicas("ks", 0));
        Assert.Equal([hosts[2], hosts[3], hosts[0]], map.GetReplicas("ks", 150));
    }

    [Fact]
    public void More_replicas_than_hosts_are_all_hosts()
    {
        var hosts = Hosts(("a", "r1", 0), ("a", "r1", 100));
        Assert.Equal(2, Map(hosts, "NetworkTopologyStrategy", ("a", 3)).GetReplicas("ks", 7).Length);
    }

    private static Host[] Hosts(params (string Datacenter, string Rack, long Token)[] hosts) =>
    [
        .. hosts.Select((described, i) =>
        {
            var host = new Host(new IPEndPoint(IPAddress.Loopback, 9000 + i));
            host.Describe(Guid.NewGuid(), described.Datacenter, described.Rack, null, [described.Token]);
            return host;
        }),
    ];

    private static TokenMap Map(Host[] hosts, string strategy, params (string Key, int Value)[] replication)
    {
        var options = replication.ToDictionary(option => option.Key, option => option.Value.ToString());
        options["class"] = strategy;
        return new TokenMap(hosts, new Dictionary<string, KeyspaceMetadata> { ["ks"] = new(null!, "ks", true, options) });
    }
}
