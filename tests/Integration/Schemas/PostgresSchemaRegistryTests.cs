using Npgsql;
using Streaming.Pipeline.Schemas;
using Streaming.Pipeline.Schemas.Postgres;
using Streaming.Tests.Integration.Servers;

namespace Streaming.Tests.Integration.Schemas;

[SkipReason(nameof(SkipReason))]
public sealed class PostgresSchemaRegistryTests : SchemaRegistryContract
{
    private static readonly Lazy<Task<string>> Database = new(PostgresServer.CreateDatabaseAsync);

    public static string? SkipReason => PostgresRequirement.SkipReason;

    protected override async Task<ISchemaRegistry> ConnectAsync() => new PostgresSchemaRegistry(NpgsqlDataSource.Create(await Database.Value));

    protected override async Task<IStoppableRegistry> LaunchAsync() => new Stoppable(await PostgresServer.LaunchAsync());

    [PostgresFact]
    public async Task Versions_are_numbered_within_their_subject()
    {
        await using var source = NpgsqlDataSource.Create(await PostgresServer.CreateDatabaseAsync());
        var registry = new PostgresSchemaRegistry(source);
        await registry.SetUpAsync(default);

        foreach (var (subject, type) in new[] { ("a", "integer"), ("b", "integer"), ("a", "number"), ("b", "number") })
            await registry.RegisterAsync(subject, $$"""{"type":"{{type}}"}""", default);

        await using var versions = source.CreateCommand("SELECT array_agg(subject || version ORDER BY id) FROM schema_registry.schemas");
        Assert.Equal(["a1", "b1", "a2", "b2"], (string[])(await versions.ExecuteScalarAsync())!);
    }

    private sealed class Stoppable(PostgresServer server) : IStoppableRegistry
    {
        private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(server.ConnectionString);

        public ISchemaRegistry Registry => new PostgresSchemaRegistry(_source);

        public async Task KillAsync()
        {
            await server.KillAsync();
            _source.Clear();
        }

        public Task StartAsync() => server.StartAsync();

        public async ValueTask DisposeAsync()
        {
            await _source.DisposeAsync();
            await server.DisposeAsync();
        }
    }
}
