using System.Net;

namespace Cassandra;

/// <summary>The hosts, what is known of them, and the way to sessions.</summary>
public interface ICluster : IDisposable
{
    event Action<Host> HostAdded;

    event Action<Host> HostRemoved;

    Configuration Configuration { get; }

    Metadata Metadata { get; }

    ICollection<Host> AllHosts();

    /// <exception cref="NoHostAvailableException">No contact point answers, or none takes the credentials.</exception>
    ISession Connect();

    /// <inheritdoc cref="Connect()"/>
    /// <exception cref="InvalidQueryException">There is no such keyspace.</exception>
    ISession Connect(string keyspace);

    /// <inheritdoc cref="Connect()"/>
    Task<ISession> ConnectAsync();

    /// <inheritdoc cref="Connect(string)"/>
    Task<ISession> ConnectAsync(string keyspace);

    Host? GetHost(IPEndPoint address);

    /// <summary>The hosts that own a token, whatever the keyspace.</summary>
    ICollection<Host> GetReplicas(byte[] partitionKey);

    /// <summary>The hosts that have a partition of a keyspace.</summary>
    ICollection<Host> GetReplicas(string? keyspace, byte[] partitionKey);

    void Shutdown(int timeoutMs = Timeout.Infinite);

    Task ShutdownAsync(int timeoutMs = Timeout.Infinite);
}
