using Cassandra;

namespace Streaming.Tests.Integration.CassandraDriver;

/// <summary>A session on the shared server, in a keyspace that no other test has.</summary>
internal sealed class CqlSession : IAsyncDisposable
{
    private static int _keyspaces;

    private readonly Cluster _cluster;

    private CqlSession(Cluster cluster, ISession session)
    {
        _cluster = cluster;
        Session = session;
    }

    public ISession Session { get; }

    public Cluster Cluster => _cluster;

    public string Keyspace => Session.Keyspace!;

    public static async Task<CqlSession> OpenAsync(Func<Builder, Builder>? with = null) => await OpenAsync(await CassandraServer.SharedAsync(), with);

    public static Task<CqlSession> OpenAsync(CassandraServer server, Func<Builder, Builder>? with = null)
    {
        var builder = Cluster.Builder()
            .WithConnectionString(server.ConnectionString)
            .WithDefaultKeyspace($"driver_{Interlocked.Increment(ref _keyspaces)}")
            .WithReconnectionPolicy(new ConstantReconnectionPolicy(250));
        var cluster = (with?.Invoke(builder) ?? builder).Build();
        return Task.Run(() => new CqlSession(cluster, cluster.ConnectAndCreateDefaultKeyspaceIfNotExists()));
    }

    public Task<RowSet> ExecuteAsync(string query, params object?[] values) => Session.ExecuteAsync(new SimpleStatement(query, values));

    public async ValueTask DisposeAsync() => await _cluster.ShutdownAsync();
}
