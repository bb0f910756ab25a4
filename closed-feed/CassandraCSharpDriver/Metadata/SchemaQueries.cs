using System.Diagnostics;
using System.Net.Sockets;

namespace Cassandra;

/// <summary>Reads keyspaces, tables and schema versions from the server's own tables.</summary>
internal static class SchemaQueries
{
    private static readonly TimeSpan AgreementPause = TimeSpan.FromMilliseconds(100);

    public static async Task<IReadOnlyDictionary<string, KeyspaceMetadata>> KeyspacesAsync(ControlConnection control, Metadata metadata)
    {
        var rows = await control.QueryAsync("SELECT keyspace_name, durable_writes, replication FROM system_schema.keyspaces").ConfigureAwait(false);
        return rows
            .Select(row => new KeyspaceMetadata(
                metadata, row.GetValue<string>(0), row.GetValue<bool>(1), row.GetValue<IDictionary<string, string>>(2)))
            .ToDictionary(keyspace => keyspace.Name);
    }

    public static async Task<ICollection<string>> TablesAsync(ControlConnection control, string keyspace)
    {
        var rows = await control.QueryAsync(
            $"SELECT table_name FROM system_schema.tables WHERE keyspace_name = {CqlIdentifier.Literal(keyspace)}").ConfigureAwait(false);
        return [.. rows.Select(row => row.GetValue<string>(0))];
    }

    /// <returns>Null when there is no such table.</returns>
    public static async Task<TableMetadata?> TableAsync(ControlConnection control, string keyspace, string table)
    {
        var rows = await control.QueryAsync(
            "SELECT column_name, kind, position, clustering_order, type FROM system_schema.columns "
            + $"WHERE keyspace_name = {CqlIdentifier.Literal(keyspace)} AND table_name = {CqlIdentifier.Literal(table)}").ConfigureAwait(false);
        var columns = rows.Select((row, index) => (
            Column: new TableColumn(keyspace, table, row.GetValue<string>(0), index, CqlTypeParser.Parse(row.GetValue<string>(4))),
            Kind: row.GetValue<string>(1),
            Position: row.GetValue<int>(2),
            Order: row.GetValue<string>(3) == "desc" ? SortOrder.Descending : SortOrder.Ascending)).ToList();
        if (columns.Count == 0) return null;
        var keys = columns.OrderBy(column => column.Position).ToLookup(column => column.Kind);
        return new TableMetadata(
            keyspace,
            table,
            [.. columns.Select(column => column.Column)],
            [.. keys["partition_key"].Select(key => key.Column)],
            [.. keys["clustering"].Select(key => Tuple.Create(key.Column, key.Order))]);
    }

    public static async Task<bool> IsInAgreementAsync(ControlConnection control, HostList hosts)
    {
        var local = await control.QueryAsync("SELECT schema_version FROM system.local WHERE key = 'local'").ConfigureAwait(false);
        var peers = await control.QueryAsync("SELECT schema_version, rpc_address FROM system.peers").ConfigureAwait(false);
        var up = hosts.All.Where(host => host.IsUp).Select(host => host.Address.Address).ToHashSet();
        return local.Concat(peers.Where(peer => !peer.IsNull(1) && up.Contains(peer.GetValue<System.Net.IPAddress>(1))))
            .Select(row => row.GetValue<Guid?>(0)).Distinct().Count() <= 1;
    }

    /// <returns>Whether the hosts agreed in time. A control connection that breaks meanwhile is no answer yet.</returns>
    public static async Task<bool> AwaitAgreementAsync(ControlConnection control, HostList hosts, TimeSpan limit)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                if (await IsInAgreementAsync(control, hosts).ConfigureAwait(false)) return true;
            }
            catch (Exception e) when (e is SocketException or OperationTimedOutException)
            {
                Log.RefreshFailed(Diagnostics.Logger, e.Message);
            }

            if (Stopwatch.GetElapsedTime(start) >= limit) return false;
            await Task.Delay(AgreementPause).ConfigureAwait(false);
        }
    }
}
