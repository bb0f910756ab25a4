namespace Cassandra;

/// <summary>A session's connections at one moment.</summary>
internal interface ISessionState
{
    IReadOnlyCollection<Host> GetConnectedHosts();

    int GetOpenConnections(Host host);

    int GetInFlightQueries(Host host);
}
