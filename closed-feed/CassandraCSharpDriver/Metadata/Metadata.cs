using System.Net;
using System.Net.Sockets;

namespace Cassandra;

/// <summary>What is known of the cluster: its hosts and keyspaces as the server last told, tables as they are when they are asked for.</summary>
public class Metadata
{
    private readonly Configuration _configuration;
    private volatile IReadOnlyDictionary<string, KeyspaceMetadata> _keyspaces = new Dictionary<string, KeyspaceMetadata>();
    private volatile TokenMap _tokens = TokenMap.Empty;

    internal Metadata(Configuration configuration)
    {
        _configuration = configuration;
        Hosts.Added += Watch;
        Control = new ControlConnection(configuration, this);
    }

    internal event HostsEventHandler? HostsEvent;

    internal event SchemaChangedEventHandler? SchemaChangedEvent;

    public string ClusterName { get; internal set; } = "";

    internal string? LocalDatacenter { get; set; }

    internal HostList Hosts { get; } = new();

    internal TokenMap Tokens => _tokens;

    internal ControlConnection Control { get; }

    public ICollection<Host> AllHosts() => Hosts.All;

    internal Host? GetHost(IPEndPoint address) => Hosts.Find(address);

    internal ICollection<Host> GetReplicas(byte[] partitionKey) => GetReplicas(null, partitionKey);

    internal ICollection<Host> GetReplicas(string? keyspaceName, byte[] partitionKey) => _tokens.GetReplicas(keyspaceName, Murmur3.Token(partitionKey));

    public ICollection<string> GetKeyspaces() => [.. _keyspaces.Keys];

    internal KeyspaceMetadata? GetKeyspace(string keyspace) => _keyspaces.GetValueOrDefault(keyspace);

    public ICollection<string> GetTables(string keyspace) => Blocking.Wait(SchemaQueries.TablesAsync(Control, keyspace), _configuration);

    internal TableMetadata? GetTable(string keyspace, string table) =>
        Blocking.Wait(SchemaQueries.TableAsync(Control, keyspace, table), _configuration);

    /// <summary>Whether all hosts that are up have the same schema.</summary>
    public Task<bool> CheckSchemaAgreementAsync() => SchemaQueries.IsInAgreementAsync(Control, Hosts);

    /// <summary>
    /// Waits, as long as is configured, until the hosts agree; then the keyspaces are known as they are now. The change is made whatever happens here: a
    /// control connection that is lost reads the keyspaces when it is back.
    /// </summary>
    internal async Task<bool> AfterSchemaChangeAsync()
    {
        var limit = TimeSpan.FromSeconds(_configuration.MaxSchemaAgreementWaitSeconds);
        var agreed = await SchemaQueries.AwaitAgreementAsync(Control, Hosts, limit).ConfigureAwait(false);
        try
        {
            SetKeyspaces(await SchemaQueries.KeyspacesAsync(Control, this).ConfigureAwait(false));
        }
        catch (Exception e) when (e is SocketException or OperationTimedOutException)
        {
            Log.RefreshFailed(Diagnostics.Logger, e.Message);
        }

        return agreed;
    }

    internal void SetHosts(Host[] hosts)
    {
        Hosts.Replace(hosts);
        _tokens = new TokenMap(hosts, _keyspaces);
    }

    internal void SetKeyspaces(IReadOnlyDictionary<string, KeyspaceMetadata> keyspaces)
    {
        _keyspaces = keyspaces;
        _tokens = new TokenMap(Hosts.All, keyspaces);
    }

    internal void OnSchemaChanged(SchemaChangedEventArgs change) => SchemaChangedEvent?.Invoke(this, change);

    private void Watch(Host host)
    {
        host.Up += up => HostsEvent?.Invoke(this, new HostsEventArgs { Address = up.Address, What = HostsEventArgs.Kind.Up });
        host.Down += down => HostsEvent?.Invoke(this, new HostsEventArgs { Address = down.Address, What = HostsEventArgs.Kind.Down });
    }
}
