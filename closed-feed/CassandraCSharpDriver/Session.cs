using System.Collections.Concurrent;

namespace Cassandra;

/// <inheritdoc cref="ISession"/>
internal sealed class Session : ISession
{
    private readonly ConcurrentDictionary<Host, HostPool> _pools = new();
    private readonly Cluster _cluster;
    private volatile bool _disposed;
    private volatile string? _keyspace;

    public Session(Cluster cluster, string? keyspace)
    {
        _cluster = cluster;
        _keyspace = keyspace;
        State = new SessionState(_pools);
    }

    public ICluster Cluster => _cluster;

    public Configuration Configuration => _cluster.Configuration;

    public ConnectionOpener Opener => _cluster.Opener;

    public ISessionState State { get; }

    public bool IsDisposed => _disposed;

    public string? Keyspace => _keyspace;

    public int BinaryProtocolVersion => 4;

    /// <summary>Opens the first connection to each host that is used. Fails when there is none, or when the keyspace is not there.</summary>
    public async Task OpenAsync()
    {
        _cluster.Metadata.Hosts.Added += AddHost;
        _cluster.Metadata.Hosts.Removed += RemoveHost;
        var errors = new Dictionary<System.Net.IPEndPoint, Exception>();
        var hosts = _cluster.Metadata.Hosts.All;
        foreach (var host in hosts)
        {
            if (PoolOf(host) is not { } pool) continue;
            try
            {
                await pool.WarmUpAsync().ConfigureAwait(false);
                if (!Configuration.PoolingOptions.GetWarmup()) return;
            }
            catch (Exception e) when (e is not InvalidQueryException)
            {
                errors[host.Address] = e;
            }
        }

        if (_pools.Values.All(pool => pool.Count == 0)) throw new NoHostAvailableException(errors);
    }

    public RowSet Execute(IStatement statement) => Blocking.Wait(ExecuteAsync(statement), Configuration);

    public RowSet Execute(string cqlQuery) => Execute(new SimpleStatement(cqlQuery));

    public RowSet Execute(string cqlQuery, ConsistencyLevel consistency) => Execute(new SimpleStatement(cqlQuery).SetConsistencyLevel(consistency));

    public RowSet Execute(string cqlQuery, int pageSize) => Execute(new SimpleStatement(cqlQuery).SetPageSize(pageSize));

    public Task<RowSet> ExecuteAsync(IStatement statement) => ExecuteAsync((Statement)statement, null);

    public Task<RowSet> ExecuteAsync(Statement statement, byte[]? pagingState)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (statement.IsIdempotent is null) statement.SetIdempotence(Configuration.QueryOptions.GetDefaultIdempotence());
        var request = new StatementRequest(this, statement, pagingState);
        request.Start();
        return request.Task;
    }

    public PreparedStatement Prepare(string cqlQuery) => Blocking.Wait(PrepareAsync(cqlQuery), Configuration);

    public Task<PreparedStatement> PrepareAsync(string cqlQuery)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _cluster.Prepared.PrepareAsync(this, cqlQuery);
    }

    public Task PrepareAgainAsync(PreparedStatement prepared, Connection connection) => _cluster.Prepared.PrepareAgainAsync(prepared, connection);

    public Task PrepareAllAsync(Connection connection) => _cluster.Prepared.PrepareAllAsync(connection, _keyspace);

    public void ChangeKeyspace(string keyspaceName) => Execute($"USE {CqlIdentifier.Quote(keyspaceName)}");

    public void CreateKeyspace(string keyspaceName, Dictionary<string, string>? replication = null, bool durableWrites = true) =>
        Execute(KeyspaceStatements.Create(keyspaceName, replication, durableWrites, ifNotExists: false));

    public void CreateKeyspaceIfNotExists(string keyspaceName, Dictionary<string, string>? replication = null, bool durableWrites = true) =>
        Execute(KeyspaceStatements.Create(keyspaceName, replication, durableWrites, ifNotExists: true));

    public void DeleteKeyspace(string keyspaceName) => Execute($"DROP KEYSPACE {CqlIdentifier.Quote(keyspaceName)}");

    public void DeleteKeyspaceIfExists(string keyspaceName) => Execute($"DROP KEYSPACE IF EXISTS {CqlIdentifier.Quote(keyspaceName)}");

    /// <summary>A USE succeeded on one connection: the others follow, and those to come.</summary>
    public async Task UseAsync(string keyspace)
    {
        _keyspace = keyspace;
        foreach (var connection in _pools.Values.SelectMany(pool => pool.Connections))
            await connection.UseAsync(keyspace, Configuration.SocketOptions.ReadTimeoutMillis).ConfigureAwait(false);
    }

    public Task<bool> AfterSchemaChangeAsync() => _cluster.Metadata.AfterSchemaChangeAsync();

    /// <summary>Null where the load balancing policy ignores the host.</summary>
    public HostPool? PoolOf(Host host)
    {
        if (_pools.TryGetValue(host, out var pool)) return pool;
        var distance = Configuration.Policies.LoadBalancingPolicy.Distance(host);
        if (distance == HostDistance.Ignored || _disposed) return null;
        var made = new HostPool(this, host, distance);
        pool = _pools.GetOrAdd(host, made);
        if (pool != made || _disposed) made.Dispose();
        return pool;
    }

    public bool IsConnectedTo(Host host) => _pools.TryGetValue(host, out var pool) && pool.Count > 0;

    public ConsistencyLevel ConsistencyOf(Statement statement) =>
        statement.ConsistencyLevel ?? statement.InheritedConsistency ?? Configuration.QueryOptions.GetConsistencyLevel();

    public ConsistencyLevel? SerialOf(Statement statement)
    {
        var level = statement.SerialConsistencyLevel == Statement.ConsistencyLevelUnset
            ? Configuration.QueryOptions.GetSerialConsistencyLevel()
            : statement.SerialConsistencyLevel;
        return level == ConsistencyLevel.Serial ? null : level;
    }

    public int PageSizeOf(Statement statement) => statement.PageSize != 0 ? statement.PageSize : Configuration.QueryOptions.GetPageSize();

    public long TimestampOf(Statement statement) => statement.Timestamp is { } timestamp
        ? (timestamp.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond
        : Configuration.Policies.TimestampGenerator.Next();

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _cluster.Metadata.Hosts.Added -= AddHost;
        _cluster.Metadata.Hosts.Removed -= RemoveHost;
        foreach (var pool in _pools.Values) pool.Dispose();
        _cluster.Forget(this);
    }

    public Task ShutdownAsync()
    {
        Dispose();
        return Task.CompletedTask;
    }

    private void AddHost(Host host) => PoolOf(host)?.Pick();

    private void RemoveHost(Host host)
    {
        if (_pools.TryRemove(host, out var pool)) pool.Dispose();
    }
}
