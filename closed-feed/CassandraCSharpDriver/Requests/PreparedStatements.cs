using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Cassandra;

/// <summary>All that a cluster's sessions prepared, so that hosts that come back learn it before they are asked to execute it.</summary>
internal sealed class PreparedStatements(Configuration configuration)
{
    private readonly ConcurrentDictionary<(string? Keyspace, string Query), PreparedStatement> _known = new();

    private int TimeoutMillis => configuration.SocketOptions.ReadTimeoutMillis;

    public async Task<PreparedStatement> PrepareAsync(Session session, string query)
    {
        var errors = new Dictionary<IPEndPoint, Exception>();
        foreach (var host in configuration.Policies.LoadBalancingPolicy.NewQueryPlan(session.Keyspace, null))
        {
            if (session.PoolOf(host) is not { } pool) continue;
            if (pool.Pick() is not { } connection)
            {
                errors[host.Address] = pool.LastError ?? new SocketException((int)SocketError.NotConnected);
                continue;
            }

            try
            {
                var keyspace = session.Keyspace;
                var (id, variables) = await connection.PrepareAsync(query, TimeoutMillis).ConfigureAwait(false);
                var prepared = new PreparedStatement(id, query, keyspace, variables, variables.PartitionKey);
                _known[(keyspace, query)] = prepared;
                if (configuration.QueryOptions.IsPrepareOnAllHosts()) await PrepareElsewhereAsync(session, host, prepared).ConfigureAwait(false);
                return prepared;
            }
            catch (Exception e)
                when (e is SocketException or OperationTimedOutException or BusyPoolException or OverloadedException or IsBootstrappingException)
            {
                errors[host.Address] = e;
            }
        }

        throw new NoHostAvailableException(errors);
    }

    /// <exception cref="PreparedStatementIdMismatchException">The same text has another id now.</exception>
    public async Task PrepareAgainAsync(PreparedStatement prepared, Connection connection)
    {
        var (id, _) = await connection.PrepareAsync(prepared.QueryString, TimeoutMillis).ConfigureAwait(false);
        if (!id.AsSpan().SequenceEqual(prepared.Id)) throw new PreparedStatementIdMismatchException(prepared.Id, id);
    }

    /// <summary>Prepares all of a keyspace's session; a statement that the server no longer takes stays for its caller to hear of.</summary>
    public async Task PrepareAllAsync(Connection connection, string? keyspace)
    {
        if (!configuration.QueryOptions.IsReprepareOnUp()) return;
        foreach (var prepared in _known.Values.Where(prepared => prepared.SessionKeyspace == keyspace))
        {
            try
            {
                await connection.PrepareAsync(prepared.QueryString, TimeoutMillis).ConfigureAwait(false);
            }
            catch (QueryValidationException e)
            {
                Log.PrepareFailed(Diagnostics.Logger, connection.Address, e.Message);
            }
        }
    }

    /// <summary>A host that fails here is no loss: it says UNPREPARED when it is asked to execute.</summary>
    private async Task PrepareElsewhereAsync(Session session, Host preparedOn, PreparedStatement prepared)
    {
        foreach (var host in session.Cluster.AllHosts())
        {
            if (host == preparedOn || !session.IsConnectedTo(host) || session.PoolOf(host)?.Pick() is not { } connection) continue;
            try
            {
                await connection.PrepareAsync(prepared.QueryString, TimeoutMillis).ConfigureAwait(false);
            }
            catch (Exception e) when (e is SocketException or DriverException)
            {
                Log.PrepareFailed(Diagnostics.Logger, host.Address, e.Message);
            }
        }
    }
}
