using System.Net;

namespace Cassandra;

/// <summary>What is known of the cluster.</summary>
public class Metadata
{
    internal Metadata()
    {
    }

    public event HostsEventHandler? HostsEvent;

    public event SchemaChangedEventHandler? SchemaChangedEvent;

    public string ClusterName => "";

    internal string? LocalDatacenter => null;

    internal HostList Hosts { get; } = new();

    internal TokenMap Tokens { get; } = new();

    public ICollection<Host> AllHosts() => Hosts.All;

    public Host? GetHost(IPEndPoint address) => Hosts.All.FirstOrDefault(host => host.Address.Equals(address));

    public ICollection<Host> GetReplicas(byte[] partitionKey) => GetReplicas(null, partitionKey);

    public ICollection<Host> GetReplicas(string? keyspace, byte[] partitionKey) => throw new NotSupportedException();

    public ICollection<string> GetKeyspaces() => throw new NotSupportedException();

    public KeyspaceMetadata? GetKeyspace(string keyspace) => throw new NotSupportedException();

    public ICollection<string> GetTables(string keyspace) => throw new NotSupportedException();

    public TableMetadata? GetTable(string keyspace, string tableName) => throw new NotSupportedException();

    public Task<bool> CheckSchemaAgreementAsync()
    {
        HostsEvent?.Invoke(this, null!);
        SchemaChangedEvent?.Invoke(this, null!);
        throw new NotSupportedException();
    }
}

internal sealed class HostList
{
    public Host[] All { get; } = [];
}

internal sealed class TokenMap
{
    public Host[] GetReplicas(string keyspace, long token) => [];
}
internal static class Murmur3
{
    public static long Token(byte[] key) => 0;
}
internal sealed class Session
{
    public ISessionState State => throw new NotSupportedException();
}
