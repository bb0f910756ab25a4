namespace Streaming.AppHost.CommandLine;

/// <summary>How the servers run.</summary>
internal enum ServersWay
{
    /// <summary>One local PostgreSQL plays every server's part.</summary>
    Embedded,

    /// <summary>Kafka with ZooKeeper, a schema registry, Cassandra and PostgreSQL, from unpacked distributions.</summary>
    Processes,
}
