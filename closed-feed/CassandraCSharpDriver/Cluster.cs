using System.Collections.Concurrent;
using System.Net;

namespace Cassandra;

/// <inheritdoc cref="ICluster"/>
public class Cluster : ICluster
{
    private readonly ContactPoints _contactPoints;
    private readonly SemaphoreSlim _initializing = new(1);
    private readonly ConcurrentDictionary<Session, Session> _sessions = new();
    private volatile bool _initialized;
    private volatile bool _disposed;

    internal Cluster(Configuration configuration, IReadOnlyList<object> contactPoints)
    {
        Configuration = configuration;
        Opener = new ConnectionOpener(configuration);
        Prepared = new PreparedStatements(configuration);
        Metadata = new Metadata(configuration);
        Metadata.Hosts.Added += OnHostAdded;
        Metadata.Hosts.Removed += host => HostRemoved?.Invoke(host);
        Metadata.Control.HostAnnounced += OnHostAnnounced;
        _contactPoints = new ContactPoints(contactPoints, configuration.Port);
    }

    public event Action<Host>? HostAdded;

    public event Action<Host>? HostRemoved;

    public Configuration Configuration { get; }

    public Metadata Metadata { get; }

    internal ConnectionOpener Opener { get; }

    internal PreparedStatements Prepared { get; }

    public static Builder Builder() => new();

    public ICollection<Host> AllHosts() => Metadata.AllHosts();

    public ISession Connect() => Task.Run(ConnectAsync).GetAwaiter().GetResult();

    public ISession Connect(string keyspace) => Task.Run(() => ConnectAsync(keyspace)).GetAwaiter().GetResult();

    public Task<ISession> ConnectAsync() => OpenSessionAsync(Configuration.DefaultKeyspace);

    public Task<ISession> ConnectAsync(string keyspace) => OpenSessionAsync(keyspace);

    /// <summary>Connects to the default keyspace, which is created where there is none.</summary>
    public ISession ConnectAndCreateDefaultKeyspaceIfNotExists(Dictionary<string, string>? replication = null, bool durableWrites = true)
    {
        var keyspace = Configuration.DefaultKeyspace ?? throw new InvalidOperationException("No default keyspace was given (Builder.WithDefaultKeyspace).");
        using (var session = Task.Run(() => OpenSessionAsync(null)).GetAwaiter().GetResult())
        {
            session.CreateKeyspaceIfNotExists(keyspace, replication, durableWrites);
        }

        return Connect(keyspace);
    }

    public Host? GetHost(IPEndPoint address) => Metadata.GetHost(address);

    public ICollection<Host> GetReplicas(byte[] partitionKey) => Metadata.GetReplicas(partitionKey);

    public ICollection<Host> GetReplicas(string? keyspace, byte[] partitionKey) => Metadata.GetReplicas(keyspace, partitionKey);

    public void Dispose()
    {
        Shutdown();
        GC.SuppressFinalize(this);
    }

    public void Shutdown(int timeoutMs = Timeout.Infinite) => Task.Run(() => ShutdownAsync(timeoutMs)).GetAwaiter().GetResult();

    /// <summary>Closes every connection; requests that are in flight fail.</summary>
    public async Task ShutdownAsync(int timeoutMs = Timeout.Infinite)
    {
        if (_disposed) return;
        _disposed = true;
        foreach (var session in _sessions.Keys) session.Dispose();
        await Metadata.Control.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromMilliseconds(timeoutMs)).ConfigureAwait(false);
    }

    internal void Forget(Session session) => _sessions.TryRemove(session, out _);

    private async Task<ISession> OpenSessionAsync(string? keyspace)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        await InitializeAsync().ConfigureAwait(false);
        var session = new Session(this, keyspace);
        _sessions[session] = session;
        try
        {
            await session.OpenAsync().ConfigureAwait(false);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Once; where it fails, the next caller tries again.</summary>
    private async Task InitializeAsync()
    {
        if (_initialized) return;
        await _initializing.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_initialized) return;
            if (!Metadata.Control.IsStarted)
            {
                var addresses = await _contactPoints.ResolveAsync().ConfigureAwait(false);
                await Metadata.Control.ConnectAsync(addresses).ConfigureAwait(false);
            }

            Configuration.Policies.LoadBalancingPolicy.Initialize(this);
            _initialized = true;
        }
        finally
        {
            _initializing.Release();
        }
    }

    private void OnHostAdded(Host host)
    {
        host.Up += _ => Metadata.Control.Wake();
        HostAdded?.Invoke(host);
    }

    private void OnHostAnnounced(IPEndPoint address)
    {
        if (Metadata.GetHost(address) is not { } host) return;
        foreach (var session in _sessions.Keys) session.PoolOf(host)?.Wake();
    }
}
