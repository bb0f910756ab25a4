namespace Aspire.Hosting.ApplicationModel;

/// <summary>A PostgreSQL server in a container.</summary>
public class PostgresServerResource : ContainerResource, IResourceWithConnectionString
{
    internal const string DefaultUser = "postgres";

    internal PostgresServerResource(string name, ParameterResource? userName, ParameterResource password)
        : base(name)
    {
        UserNameParameter = userName;
        PasswordParameter = password;
    }

    internal EndpointReference PrimaryEndpoint => new(this, "tcp");

    internal ParameterResource? UserNameParameter { get; }

    internal ParameterResource PasswordParameter { get; }

    internal ReferenceExpression UserNameReference => UserNameParameter is { } parameter
        ? ReferenceExpression.Create($"{parameter}")
        : ReferenceExpression.Create($"{DefaultUser}");

    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create(
        $"Host={PrimaryEndpoint.Property(EndpointProperty.Host)};Port={PrimaryEndpoint.Property(EndpointProperty.Port)};"
        + $"Username={UserNameReference};Password={PasswordParameter}");
}

/// <summary>A database of such a server.</summary>
public class PostgresDatabaseResource : Resource, IResourceWithParent<PostgresServerResource>, IResourceWithConnectionString
{
    private readonly string _database;

    internal PostgresDatabaseResource(string name, string database, PostgresServerResource parent)
        : base(name)
    {
        _database = database;
        Parent = parent;
    }

    public PostgresServerResource Parent { get; }

    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{(IResourceWithConnectionString)Parent};Database={_database}");
}
