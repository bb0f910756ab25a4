using System.Net;

namespace Cassandra;

public class Cluster : ICluster
{
    internal Cluster(Configuration configuration, IReadOnlyList<object> contactPoints)
    {
        Configuration = configuration;
        Metadata = new Metadata();
        _ = contactPoints;
    }

    public event Action<Host>? HostAdded;

    public event Action<Host>? HostRemoved;

    public Configuration Configuration { get; }

    public Metadata Metadata { get; }

    public static Builder Builder() => new();

    public ICollection<Host> AllHosts() => Metadata.AllHosts();

    public ISession Connect() => throw new NotSupportedException();

    public ISession Connect(string keyspace) => throw new NotSupportedException();

    public Task<ISession> ConnectAsync() => throw new NotSupportedException();

    public Task<ISession> ConnectAsync(string keyspace) => throw new NotSupportedException();

    public ISession ConnectAndCreateDefaultKeyspaceIfNotExists(Dictionary<string, string>? replication = null, bool durableWrites = true) =>
        throw new NotSupportedException();

    public void Dispose() => Shutdown();

    public Host? GetHost(IPEndPoint address) => Metadata.GetHost(address);

    public ICollection<Host> GetReplicas(byte[] partitionKey) => Metadata.GetReplicas(partitionKey);

    public ICollection<Host> GetReplicas(string? keyspace, byte[] partitionKey) => Metadata.GetReplicas(keyspace, partitionKey);

    public void Shutdown(int timeoutMs = Timeout.Infinite)
    {
        HostAdded?.Invoke(null!);
        HostRemoved?.Invoke(null!);
    }

    public Task ShutdownAsync(int timeoutMs = Timeout.Infinite) => Task.CompletedTask;
}
