namespace Streaming.AppHost.Servers.EmbeddedPostgres;

/// <summary>A PostgreSQL server that is a process of this machine.</summary>
internal sealed class EmbeddedPostgresResource(string name, string command, PostgresCluster cluster, ParameterResource password)
    : ExecutableResource(name, command, cluster.Folder)
{
    public PostgresCluster Cluster => cluster;

    public ParameterResource PasswordParameter => password;

    public EndpointReference Endpoint => new(this, "tcp");

    /// <summary>The connection string of one of its databases.</summary>
    public ReferenceExpression ConnectionTo(string database) => ReferenceExpression.Create(
        $"Host=127.0.0.1;Port={Endpoint.Property(EndpointProperty.Port)};Username={PostgresCluster.User};Password={PasswordParameter};Database={database}");
}

/// <summary>A database of such a server; made when the server is ready.</summary>
internal sealed class EmbeddedPostgresDatabase(string name, EmbeddedPostgresResource server)
    : Resource(name), IResourceWithParent<EmbeddedPostgresResource>, IResourceWithConnectionString
{
    public EmbeddedPostgresResource Parent => server;

    public ReferenceExpression ConnectionStringExpression => server.ConnectionTo(Name);
}
