using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Cassandra;

namespace Streaming.Pipeline.Tables.Cassandra;

/// <summary>
/// The session, made when it is first asked for, by however many callers. The keyspace is named in each statement and not given to the driver, which
/// would refuse to connect before the keyspace is there.
/// </summary>
public sealed partial class CassandraConnection : IAsyncDisposable
{
    private const string DefaultKeyspace = "spark_streams";
    private const int SchemaAgreementSeconds = 30;

    private readonly CassandraConnectionStringBuilder _address;
    private readonly CassandraConnectionOptions _options;
    private readonly SemaphoreSlim _opening = new(1);
    private Cluster? _cluster;
    private ISession? _session;

    /// <param name="connectionString"><c>Contact Points=…;Port=…;Default Keyspace=…;Username=…;Password=…</c></param>
    public CassandraConnection(string connectionString, CassandraConnectionOptions options)
    {
        _address = new CassandraConnectionStringBuilder(connectionString);
        _options = options;
        Keyspace = _address.DefaultKeyspace is { Length: > 0 } given ? given : DefaultKeyspace;
        _address.Remove("Default Keyspace");
        if (!KeyspaceName().IsMatch(Keyspace))
            throw new FormatException($"ConnectionStrings:cassandra names the keyspace {Keyspace}; it must be of lower-case letters, digits and _.");
    }

    public string Keyspace { get; }

    /// <exception cref="NoHostAvailableException">No contact point answers.</exception>
    public async Task<ISession> OpenAsync(CancellationToken cancellationToken)
    {
        if (_session is not null) return _session;
        await _opening.WaitAsync(cancellationToken);
        try
        {
            return _session ??= await ConnectAsync(cancellationToken);
        }
        finally
        {
            _opening.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _opening.Dispose();
        if (_cluster is null) return;
        await _cluster.ShutdownAsync((int)_options.RequestTimeout.TotalMilliseconds);
        (_cluster, _session) = (null, null);
    }

    /// <summary>A cluster whose first connection failed is of no more use.</summary>
    private async Task<ISession> ConnectAsync(CancellationToken cancellationToken)
    {
        var cluster = Build();
        try
        {
            var session = await cluster.ConnectAsync().WaitAsync(cancellationToken);
            _cluster = cluster;
            return session;
        }
        catch
        {
            await cluster.ShutdownAsync((int)_options.ConnectTimeout.TotalMilliseconds);
            throw;
        }
    }

    private Cluster Build()
    {
        var nearest = _options.Datacenter is { Length: > 0 } datacenter ? new DCAwareRoundRobinPolicy(datacenter) : new DCAwareRoundRobinPolicy();
        var builder = _address.ApplyToBuilder(Cluster.Builder())
            .WithQueryOptions(new QueryOptions().SetConsistencyLevel(_options.Consistency).SetDefaultIdempotence(true))
            .WithSocketOptions(new SocketOptions()
                .SetConnectTimeoutMillis((int)_options.ConnectTimeout.TotalMilliseconds)
                .SetReadTimeoutMillis((int)_options.RequestTimeout.TotalMilliseconds))
            .WithLoadBalancingPolicy(new TokenAwarePolicy(nearest))
            .WithReconnectionPolicy(new ExponentialReconnectionPolicy(250, 5_000))
            .WithMaxSchemaAgreementWaitSeconds(SchemaAgreementSeconds);
        return (_options.Tls ? builder.WithSSL(Encryption()) : builder).Build();
    }

    private SSLOptions Encryption()
    {
        var encryption = new SSLOptions();
        if (_options.TlsHostName is { Length: > 0 } name) encryption.SetHostNameResolver(_ => name);
        if (_options.TlsAuthorities is not { Length: > 0 } file) return encryption;

        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return encryption.SetCertificateRevocationCheck(false)
            .SetRemoteCertValidationCallback((_, certificate, chain, errors) => IsVouchedFor(certificate, chain, errors, authorities));
    }

    /// <summary>The name must match, as always; who signed must be among the given.</summary>
    private static bool IsVouchedFor(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, X509Certificate2Collection authorities)
    {
        if (certificate is not X509Certificate2 presented || chain is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0) return false;
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Clear();
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(presented);
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,47}$")]
    private static partial Regex KeyspaceName();
}
