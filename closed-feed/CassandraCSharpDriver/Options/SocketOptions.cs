namespace Cassandra;

public class SocketOptions
{
    public const int DefaultConnectTimeoutMillis = 5000;
    public const int DefaultReadTimeoutMillis = 12_000;
    public const int DefaultDefunctReadTimeoutThreshold = 64;

    public int ConnectTimeoutMillis { get; private set; } = DefaultConnectTimeoutMillis;

    /// <summary>How long a request waits for its answer before it ends with <see cref="OperationTimedOutException"/>; 0 means for ever.</summary>
    public int ReadTimeoutMillis { get; private set; } = DefaultReadTimeoutMillis;

    /// <summary>The requests without an answer from which on a connection counts as broken and is closed.</summary>
    public int DefunctReadTimeoutThreshold { get; private set; } = DefaultDefunctReadTimeoutThreshold;

    public bool? KeepAlive { get; private set; } = true;

    public bool? TcpNoDelay { get; private set; } = true;

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

    public SocketOptions SetDefunctReadTimeoutThreshold(int amountOfTimeouts)
    {
        DefunctReadTimeoutThreshold = amountOfTimeouts;
        return this;
    }

    public SocketOptions SetKeepAlive(bool keepAlive)
    {
        KeepAlive = keepAlive;
        return this;
    }

    public SocketOptions SetTcpNoDelay(bool tcpNoDelay)
    {
        TcpNoDelay = tcpNoDelay;
        return this;
    }
}
