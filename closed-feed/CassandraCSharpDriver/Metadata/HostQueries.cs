using System.Globalization;
using System.Net;

namespace Cassandra;

/// <summary>Reads the hosts and their tokens from <c>system.local</c> and <c>system.peers</c>.</summary>
internal static class HostQueries
{
    /// <summary>The host that answers keeps the address that it was reached by; it may know itself by another.</summary>
    public static async Task RefreshAsync(Connection connection, Metadata metadata, int port, int timeoutMillis)
    {
        var local = (await connection.QueryAsync(
            "SELECT cluster_name, host_id, data_center, rack, release_version, tokens FROM system.local WHERE key = 'local'", timeoutMillis)
            .ConfigureAwait(false)).Single();
        metadata.ClusterName = local.GetValue<string>("cluster_name");
        metadata.LocalDatacenter = local.GetValue<string>("data_center");
        var hosts = new List<Host> { Describe(metadata.Hosts, connection.Address, local) };
        foreach (var (address, peer) in await PeersAsync(connection, hosts[0].CassandraVersion, port, timeoutMillis).ConfigureAwait(false))
            hosts.Add(Describe(metadata.Hosts, address, peer));
        metadata.SetHosts([.. hosts.DistinctBy(host => host.Address)]);
    }

    /// <summary>From version 4 on a peer says its port, too. A row without a host id is of a host that is not in the ring yet.</summary>
    private static async Task<List<(IPEndPoint Address, Row Row)>> PeersAsync(Connection connection, Version? version, int port, int timeoutMillis)
    {
        var withPorts = version?.Major >= 4;
        var rows = await connection.QueryAsync(
            withPorts
                ? "SELECT native_address, native_port, host_id, data_center, rack, release_version, tokens FROM system.peers_v2"
                : "SELECT rpc_address, host_id, data_center, rack, release_version, tokens FROM system.peers",
            timeoutMillis).ConfigureAwait(false);
        return
        [
            .. from row in rows
               where !row.IsNull(0) && !row.IsNull("host_id")
               select (new IPEndPoint(row.GetValue<IPAddress>(0), withPorts ? row.GetValue<int>("native_port") : port), row),
        ];
    }

    private static Host Describe(HostList known, IPEndPoint address, Row row)
    {
        var host = known.Find(address) ?? new Host(address);
        var version = row.GetValue<string?>("release_version")?.Split('-')[0];
        var tokens = row.GetValue<IEnumerable<string>?>("tokens") ?? [];
        host.Describe(
            row.GetValue<Guid>("host_id"),
            row.GetValue<string?>("data_center"),
            row.GetValue<string?>("rack"),
            Version.TryParse(version, out var parsed) ? parsed : null,
            [.. tokens.Select(token => long.Parse(token, CultureInfo.InvariantCulture))]);
        return host;
    }
}
