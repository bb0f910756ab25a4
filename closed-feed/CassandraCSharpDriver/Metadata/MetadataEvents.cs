using System.Net;

namespace Cassandra;

internal delegate void HostsEventHandler(object sender, HostsEventArgs e);

internal delegate void SchemaChangedEventHandler(object sender, SchemaChangedEventArgs e);

internal class HostsEventArgs : EventArgs
{
    public enum Kind
    {
        Up,
        Down,
    }

    public required IPEndPoint Address { get; init; }

    public required Kind What { get; init; }
}

internal class SchemaChangedEventArgs : EventArgs
{
    public enum Kind
    {
        Created,
        Dropped,
        Updated,
    }

    public required string Keyspace { get; init; }

    /// <summary>Null where the keyspace itself changed.</summary>
    public string? Table { get; init; }

    public required Kind What { get; init; }
}
