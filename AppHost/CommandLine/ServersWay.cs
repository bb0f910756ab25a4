namespace Streaming.AppHost.CommandLine;

/// <summary>How the servers run.</summary>
internal enum ServersWay
{
    /// <summary>One local PostgreSQL plays every server's part.</summary>
    Embedded,

    /// <summary>Kafka with ZooKeeper, a schema registry, Cassandra and PostgreSQL, from unpacked distributions.</summary>
    Processes,

    /// <summary>The same, Control Center and a Spark cluster from images; what is published is always this.</summary>
    Containers,
}
