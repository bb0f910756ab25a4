namespace Cassandra;

/// <summary>How many connections a session keeps to a host, and how many requests each carries at once.</summary>
public class PoolingOptions
{
    internal const int DefaultMaxRequestsPerConnection = 2048;
    internal const int DefaultHeartBeatInterval = 30_000;

    private readonly int[] _core = [2, 1];
    private readonly int[] _most = [8, 2];
    private readonly int[] _growAt = [128, 128];
    private int _maxRequests = DefaultMaxRequestsPerConnection;
    private int? _heartBeat = DefaultHeartBeatInterval;
    private bool _warmup = true;

    /// <summary>The defaults of protocol version 3 and later, where one connection carries thousands of requests.</summary>
    internal static PoolingOptions Create() => new PoolingOptions()
        .SetCoreConnectionsPerHost(HostDistance.Local, 1).SetCoreConnectionsPerHost(HostDistance.Remote, 1)
        .SetMaxConnectionsPerHost(HostDistance.Local, 2).SetMaxConnectionsPerHost(HostDistance.Remote, 1)
        .SetMaxSimultaneousRequestsPerConnectionTreshold(HostDistance.Local, 1500)
        .SetMaxSimultaneousRequestsPerConnectionTreshold(HostDistance.Remote, 1500);

    public PoolingOptions SetCoreConnectionsPerHost(HostDistance distance, int coreConnections) => Set(_core, distance, coreConnections);

    internal int GetCoreConnectionsPerHost(HostDistance distance) => Get(_core, distance);

    public PoolingOptions SetMaxConnectionsPerHost(HostDistance distance, int maxConnections) => Set(_most, distance, maxConnections);

    internal int GetMaxConnectionPerHost(HostDistance distance) => Get(_most, distance);

    /// <summary>The requests in flight on every connection from which on another one is opened.</summary>
    public PoolingOptions SetMaxSimultaneousRequestsPerConnectionTreshold(HostDistance distance, int maxSimultaneousRequests) =>
        Set(_growAt, distance, maxSimultaneousRequests);

    internal int GetMaxSimultaneousRequestsPerConnectionTreshold(HostDistance distance) => Get(_growAt, distance);

    /// <summary>The requests in flight on a connection above which the host counts as busy (<see cref="BusyPoolException"/>).</summary>
    public PoolingOptions SetMaxRequestsPerConnection(int maxRequests)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxRequests);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxRequests, short.MaxValue);
        _maxRequests = maxRequests;
        return this;
    }

    public int GetMaxRequestsPerConnection() => _maxRequests;

    /// <summary>Milliseconds of silence after which a connection is asked for a sign of life; 0 means never.</summary>
    public PoolingOptions SetHeartBeatInterval(int value)
    {
        _heartBeat = value;
        return this;
    }

    public int? GetHeartBeatInterval() => _heartBeat;

    /// <summary>Whether connections to every host are opened when the session is made.</summary>
    public PoolingOptions SetWarmup(bool doWarmup)
    {
        _warmup = doWarmup;
        return this;
    }

    public bool GetWarmup() => _warmup;

    private static int Get(int[] values, HostDistance distance) => distance == HostDistance.Ignored ? 0 : values[(int)distance];

    private PoolingOptions Set(int[] values, HostDistance distance, int value)
    {
        if (distance == HostDistance.Ignored) throw new ArgumentOutOfRangeException(nameof(distance), "No connection is opened to an ignored host.");
        values[(int)distance] = value;
        return this;
    }
}
