using Microsoft.Extensions.Options;
using Npgsql;
using Streaming.CassandraSink;
using Streaming.CassandraSink.Tables.Postgres;
using Streaming.Tests.Integration.Servers;

namespace Streaming.Tests.Integration.CassandraSink;

public sealed class SetupTests
{
    [PostgresFact]
    public async Task Setting_up_many_times_at_once_and_again_makes_the_tables_once()
    {
        await using var source = NpgsqlDataSource.Create(await PostgresServer.CreateDatabaseAsync());
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SetUpAsync(source)));

        await using var test = await TablesUnderTest.CreateAsync(source.ConnectionString);
        await test.WriteAsync(TestUsers.Row(Guid.NewGuid(), TestUsers.Start));
        await SetUpAsync(source);

        Assert.Equal(1L, await test.ScalarAsync<long>("SELECT count(*) FROM spark_streams.created_users"));
        Assert.Equal(
            [["created_users"], ["user_stats"], ["user_stats_total"], ["users_by_country"]],
            await test.QueryAsync(
                "SELECT relname::text FROM pg_class WHERE relnamespace = 'spark_streams'::regnamespace AND relkind IN ('r', 'v') ORDER BY 1"));
    }

    [PostgresFact]
    public async Task Users_are_found_by_country_through_the_index()
    {
        await using var test = await TablesUnderTest.CreateAsync();
        await test.WriteAsync([.. Enumerable.Range(0, 100).Select(i => TestUsers.Row(Guid.NewGuid(), TestUsers.Start + i, $"{i % 10}"))]);
        await test.QueryAsync("ALTER DATABASE CURRENT_CATALOG SET enable_seqscan = off"
            .Replace("CURRENT_CATALOG", await test.ScalarAsync<string>("SELECT current_database()::text")));
        test.Source.Clear();

        var plan = await test.QueryAsync("EXPLAIN SELECT * FROM spark_streams.users_by_country WHERE country = 'country 3' ORDER BY registered_date, id");
        Assert.Contains(plan, line => ((string)line[0]!).Contains("created_users_by_country", StringComparison.Ordinal));
    }

    private static async Task SetUpAsync(NpgsqlDataSource source)
    {
        await using var tables = new PostgresTables(source, Options.Create(new SinkOptions()));
        await tables.SetUpAsync(CancellationToken.None);
    }
}
