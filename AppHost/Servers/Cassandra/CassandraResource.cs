using Streaming.AppHost.Servers.Processes;

namespace Streaming.AppHost.Servers.Cassandra;

/// <summary>A Cassandra node, the only one of its cluster.</summary>
internal sealed class CassandraResource(string name, string program, string home, string folder, string keyspace)
    : ServerProcess(name, program, folder), IResourceWithConnectionString
{
    public override EndpointReference Endpoint => new(this, "cql");

    /// <summary>For other nodes, of which there are none.</summary>
    public EndpointReference StorageEndpoint => new(this, "storage");

    /// <summary>For <c>nodetool</c>.</summary>
    public EndpointReference ManagementEndpoint => new(this, "jmx");

    /// <summary>The folder that Cassandra reads its configuration from.</summary>
    public string ConfigFolder => Path.Combine(Folder, "conf");

    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create(
        $"Contact Points=127.0.0.1;Port={Endpoint.Property(EndpointProperty.Port)};Default Keyspace={keyspace}");

    // The distribution's own files stay in force but for these two: its scripts read more from there than the two that are ours.
    public override IEnumerable<(string Path, string Content)> Files =>
    [
        .. Directory.EnumerateFiles(Path.Combine(home, "conf")).Select(file => (Path.Combine("conf", Path.GetFileName(file)), File.ReadAllText(file))),
        ("conf/cassandra.yaml", CassandraSettings.Render(Folder, Endpoint.Port, StorageEndpoint.Port)),
        ("conf/logback.xml", JavaLog.Logback),
    ];
}
