namespace Cassandra;

/// <summary>What a <see cref="Cluster"/> was built with.</summary>
public class Configuration
{
    internal Configuration()
    {
    }

    public Policies Policies { get; internal set; } = Policies.Default;

    public PoolingOptions PoolingOptions { get; internal set; } = PoolingOptions.Create();

    public QueryOptions QueryOptions { get; internal set; } = new();

    public SocketOptions SocketOptions { get; internal set; } = new();

    internal int Port { get; set; } = 9042;

    internal int QueryAbortTimeout { get; set; } = 20_000;

    internal int MaxSchemaAgreementWaitSeconds { get; set; } = 10;

    internal string? DefaultKeyspace { get; set; }

    internal IAuthProvider? AuthProvider { get; set; }

    internal SSLOptions? SslOptions { get; set; }
}
