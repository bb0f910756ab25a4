using Npgsql;

namespace Streaming.Tests.Integration.Servers;

public sealed class PostgresServerTests
{
    [PostgresFact]
    public async Task A_killed_server_comes_back_with_what_was_committed()
    {
        await using var server = await PostgresServer.LaunchAsync();
        var database = await server.NewDatabaseAsync();
        await ExecuteAsync(database, "CREATE TABLE kept AS SELECT 1 AS n");

        await server.KillAsync();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ExecuteAsync(database, "SELECT 1"));
        await server.StartAsync();

        await ExecuteAsync(database, "SELECT n FROM kept");
    }

    [PostgresFact]
    public async Task Each_test_has_a_database_of_its_own() =>
        Assert.NotEqual(await PostgresServer.CreateDatabaseAsync(), await PostgresServer.CreateDatabaseAsync());

    private static async Task ExecuteAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
