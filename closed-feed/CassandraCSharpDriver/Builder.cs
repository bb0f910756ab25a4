using System.Net;

namespace Cassandra;

/// <summary>Collects a cluster's contact points and options. What is not given has the default that its options' type names.</summary>
public class Builder
{
    private readonly Configuration _configuration = new();
    private readonly List<object> _contactPoints = [];

    internal Builder()
    {
    }

    /// <param name="address">A host name or an IP address, without a port.</param>
    public Builder AddContactPoint(string address) => Add(address);

    public Builder AddContactPoint(IPAddress address) => Add(address);

    public Builder AddContactPoint(IPEndPoint address) => Add(address);

    public Builder AddContactPoints(params string[] addresses) => AddContactPoints(addresses.AsEnumerable());

    public Builder AddContactPoints(IEnumerable<string> addresses)
    {
        foreach (var address in addresses) Add(address);
        return this;
    }

    public Builder AddContactPoints(params IPAddress[] addresses)
    {
        foreach (var address in addresses) Add(address);
        return this;
    }

    public Builder AddContactPoints(params IPEndPoint[] addresses)
    {
        foreach (var address in addresses) Add(address);
        return this;
    }

    public Builder WithPort(int port)
    {
        _configuration.Port = port;
        return this;
    }

    public Builder WithCredentials(string username, string password) => WithAuthProvider(new PlainTextAuthProvider(username, password));

    internal Builder WithAuthProvider(IAuthProvider authProvider)
    {
        _configuration.AuthProvider = authProvider;
        return this;
    }

    public Builder WithDefaultKeyspace(string defaultKeyspace)
    {
        _configuration.DefaultKeyspace = defaultKeyspace;
        return this;
    }

    public Builder WithQueryOptions(QueryOptions options)
    {
        _configuration.QueryOptions = options;
        return this;
    }

    public Builder WithPoolingOptions(PoolingOptions value)
    {
        _configuration.PoolingOptions = value;
        return this;
    }

    public Builder WithSocketOptions(SocketOptions value)
    {
        _configuration.SocketOptions = value;
        return this;
    }

    public Builder WithLoadBalancingPolicy(ILoadBalancingPolicy policy)
    {
        _configuration.Policies.LoadBalancingPolicy = policy;
        return this;
    }

    public Builder WithReconnectionPolicy(IReconnectionPolicy policy)
    {
        _configuration.Policies.ReconnectionPolicy = policy;
        return this;
    }

    public Builder WithRetryPolicy(IRetryPolicy policy)
    {
        _configuration.Policies.RetryPolicy = policy;
        return this;
    }

    internal Builder WithTimestampGenerator(ITimestampGenerator generator)
    {
        _configuration.Policies.TimestampGenerator = generator;
        return this;
    }

    /// <summary>How long the calls that block wait for an answer, in milliseconds.</summary>
    public Builder WithQueryTimeout(int queryAbortTimeout)
    {
        _configuration.QueryAbortTimeout = queryAbortTimeout;
        return this;
    }

    public Builder WithSSL() => WithSSL(new SSLOptions());

    public Builder WithSSL(SSLOptions sslOptions)
    {
        _configuration.SslOptions = sslOptions;
        return this;
    }

    public Builder WithMaxSchemaAgreementWaitSeconds(int maxSchemaAgreementWaitSeconds)
    {
        _configuration.MaxSchemaAgreementWaitSeconds = maxSchemaAgreementWaitSeconds;
        return this;
    }

    /// <inheritdoc cref="CassandraConnectionStringBuilder"/>
    public Builder WithConnectionString(string connectionString) => new CassandraConnectionStringBuilder(connectionString).ApplyToBuilder(this);

    /// <summary>Makes the cluster; it connects when it is asked for a session.</summary>
    public Cluster Build()
    {
        if (_contactPoints.Count == 0) throw new ArgumentException("Cannot build a cluster without contact points");
        return new Cluster(_configuration, _contactPoints);
    }

    private Builder Add(object contactPoint)
    {
        _contactPoints.Add(contactPoint);
        return this;
    }
}
