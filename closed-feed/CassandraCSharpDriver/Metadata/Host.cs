using System.Net;

namespace Cassandra;

/// <summary>A server of the cluster. The same object as long as the cluster has it.</summary>
public class Host
{
    private volatile bool _isUp = true;

    internal Host(IPEndPoint address) => Address = address;

    /// <summary>It was unreachable and is reached again.</summary>
    internal event Action<Host>? Up;

    /// <summary>No connection to it is left.</summary>
    internal event Action<Host>? Down;

    public IPEndPoint Address { get; }

    public Guid HostId { get; private set; }

    public string? Datacenter { get; private set; }

    public string? Rack { get; private set; }

    public Version? CassandraVersion { get; private set; }

    public bool IsUp => _isUp;

    internal long[] Tokens { get; private set; } = [];

    public override string ToString() => Address.ToString();

    internal void Describe(Guid id, string? datacenter, string? rack, Version? version, long[] tokens)
    {
        HostId = id;
        Datacenter = datacenter;
        Rack = rack;
        CassandraVersion = version;
        Tokens = tokens;
    }

    internal void SetUp()
    {
        if (_isUp) return;
        _isUp = true;
        Up?.Invoke(this);
    }

    internal void SetDown()
    {
        if (!_isUp) return;
        _isUp = false;
        Down?.Invoke(this);
    }
}
