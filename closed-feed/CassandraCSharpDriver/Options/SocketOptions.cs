namespace Cassandra;

public class SocketOptions
{
    internal const int DefaultConnectTimeoutMillis = 5000;
    internal const int DefaultReadTimeoutMillis = 12_000;
    internal const int DefaultDefunctReadTimeoutThreshold = 64;

    internal int ConnectTimeoutMillis { get; private set; } = DefaultConnectTimeoutMillis;

    /// <summary>How long a request waits for its answer before it ends with <see cref="OperationTimedOutException"/>; 0 means for ever.</summary>
    internal int ReadTimeoutMillis { get; private set; } = DefaultReadTimeoutMillis;

    /// <summary>The requests without an answer from which on a connection counts as broken and is closed.</summary>
    internal int DefunctReadTimeoutThreshold { get; private set; } = DefaultDefunctReadTimeoutThreshold;

    internal bool? KeepAlive { get; private set; } = true;

    internal bool? TcpNoDelay { get; private set; } = true;

    public SocketOptions SetConnectTimeoutMillis(int connectTimeoutMillis)
    {
        ConnectTimeoutMillis = connectTimeoutMillis;
        return this;
    }

    public SocketOptions SetReadTimeoutMillis(int milliseconds)
    {
        ReadTimeoutMillis = milliseconds;
        return this;
    }

    internal SocketOptions SetDefunctReadTimeoutThreshold(int amountOfTimeouts)
    {
        DefunctReadTimeoutThreshold = amountOfTimeouts;
        return this;
    }

    internal SocketOptions SetKeepAlive(bool keepAlive)
    {
        KeepAlive = keepAlive;
        return this;
    }

    internal SocketOptions SetTcpNoDelay(bool tcpNoDelay)
    {
        TcpNoDelay = tcpNoDelay;
        return this;
    }
}
