using Npgsql;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Schemas;
using Streaming.Tests.Integration.Servers;

namespace Streaming.Tests.Integration.Schemas;

public sealed class PostgresSchemaRegistryTests
{
    private static readonly CancellationToken Limit = new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token;

    [PostgresFact]
    public async Task A_schema_keeps_its_id_however_often_it_is_registered()
    {
        await using var database = await CreateAsync();
        var registry = new PostgresSchemaRegistry(database);

        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => registry.RegisterAsync("s-value", i % 2 == 0 ? """{"a":1}""" : """{ "a": 1 }""", Limit)));

        var id = Assert.Single(ids.Distinct());
        Assert.Equal(id, await registry.FindAsync("s-value", """{"a":1}""", Limit));
        Assert.Null(await registry.FindAsync("other-value", """{"a":1}""", Limit));
    }

    [PostgresFact]
    public async Task Another_schema_is_the_subjects_next_version_and_the_old_one_stays()
    {
        await using var database = await CreateAsync();
        var registry = new PostgresSchemaRegistry(database);

        var first = await registry.RegisterAsync("s-value", """{"a":1}""", Limit);
        var second = await registry.RegisterAsync("s-value", """{"a":2}""", Limit);

        Assert.NotEqual(first, second);
        Assert.Equal("""{"a":1}""", await registry.GetAsync(first, Limit));
        Assert.Equal("""{"a":2}""", await registry.GetAsync(second, Limit));
        Assert.Null(await registry.GetAsync(second + 1, Limit));
        await using var versions = database.CreateCommand("SELECT array_agg(version ORDER BY id) FROM schema_registry.schemas");
        var numbers = (int[]?)await versions.ExecuteScalarAsync(Limit);
        Assert.Equal([1, 2], numbers!);
    }

    [PostgresFact]
    public async Task Every_topics_schema_can_be_registered_by_setup_that_runs_again()
    {
        await using var database = await CreateAsync();
        var registry = new PostgresSchemaRegistry(database);
        await registry.CreateAsync(Limit);

        foreach (var topic in Topics.All)
        {
            var id = await registry.RegisterAsync(EventSchemas.SubjectOf(topic), EventSchemas.Of(topic), Limit);
            Assert.Equal(EventSchemas.Of(topic), await registry.GetAsync(id, Limit));
        }
    }

    private static async Task<NpgsqlDataSource> CreateAsync()
    {
        var database = NpgsqlDataSource.Create(await PostgresServer.CreateDatabaseAsync());
        await new PostgresSchemaRegistry(database).CreateAsync(Limit);
        return database;
    }
}
