using System.Net;

namespace Cassandra;

/// <summary>A host did not accept the credentials.</summary>
public class AuthenticationException : DriverException
{
    internal AuthenticationException(string message)
        : base(message)
    {
    }

    internal AuthenticationException(string message, IPEndPoint host)
        : base($"{host}: {message}") => Host = host;

    public IPEndPoint? Host { get; }
}

/// <summary>Every connection to a host carries as many requests as it may.</summary>
public class BusyPoolException(IPEndPoint address, int maxRequestsPerConnection, int connectionLength) : DriverException(
    $"All {connectionLength} connections to {address} have {maxRequestsPerConnection} requests in flight (PoolingOptions.SetMaxRequestsPerConnection).")
{
    public IPEndPoint Address { get; } = address;

    public int MaxRequestsPerConnection { get; } = maxRequestsPerConnection;

    public int ConnectionLength { get; } = connectionLength;
}

/// <summary>A host did not answer within the read timeout. Whether it took the request nobody knows.</summary>
public class OperationTimedOutException(IPEndPoint address, int timeout)
    : DriverException($"{address} did not answer within {timeout} ms (SocketOptions.SetReadTimeoutMillis)");
