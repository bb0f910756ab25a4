using System.Collections.Concurrent;

namespace Cassandra;

internal sealed class SessionState(ConcurrentDictionary<Host, HostPool> pools) : ISessionState
{
    public IReadOnlyCollection<Host> GetConnectedHosts() => [.. pools.Where(pool => pool.Value.Count > 0).Select(pool => pool.Key)];

    public int GetOpenConnections(Host host) => pools.TryGetValue(host, out var pool) ? pool.Count : 0;

    public int GetInFlightQueries(Host host) => pools.TryGetValue(host, out var pool) ? pool.InFlight : 0;
}
