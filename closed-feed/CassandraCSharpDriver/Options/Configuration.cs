namespace Cassandra;

/// <summary>What a <see cref="Cluster"/> was built with.</summary>
public class Configuration
{
    internal Configuration()
    {
    }

    internal Policies Policies { get; set; } = Policies.Default;

    internal PoolingOptions PoolingOptions { get; set; } = PoolingOptions.Create();

    internal QueryOptions QueryOptions { get; set; } = new();

    internal SocketOptions SocketOptions { get; set; } = new();

    internal int Port { get; set; } = 9042;

    internal int QueryAbortTimeout { get; set; } = 20_000;

    internal int MaxSchemaAgreementWaitSeconds { get; set; } = 10;

    internal string? DefaultKeyspace { get; set; }

    internal IAuthProvider? AuthProvider { get; set; }

    internal SSLOptions? SslOptions { get; set; }
}
