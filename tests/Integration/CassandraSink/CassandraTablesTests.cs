using Microsoft.Extensions.Diagnostics.HealthChecks;
using Streaming.CassandraSink;
using Streaming.Pipeline.Events;
using CassandraOptions = Streaming.CassandraSink.Tables.Cassandra.CassandraOptions;

namespace Streaming.Tests.Integration.CassandraSink;

/// <summary>What only Cassandra does: tombstones that are not there, rows that it refuses, and a server that goes and comes back.</summary>
public sealed class CassandraTablesTests
{
    private const long T = TestUsers.Start;
    private const int Users = 20_000;

    /// <summary>More than a request may be.</summary>
    private static readonly string TooLong = new('p', 17 * 1024 * 1024);

    [ServersFact(ServerHomes.Cassandra)]
    public async Task A_version_carries_its_microseconds_and_what_it_has_no_value_for_leaves_no_tombstone()
    {
        await using var test = await CassandraStoreUnderTest.CreateAsync();
        var id = Guid.NewGuid();
        await test.WriteAsync(TestUsers.Row(id, T + 1, "old"));
        await test.WriteAsync(TestUsers.Row(id, T + 2, "new", UserField.Phone, UserField.Picture));
        await test.WriteAsync(TestUsers.Row(Guid.NewGuid(), T + 3, "new", UserField.Phone, UserField.Picture));

        var row = (await test.QueryAsync($"SELECT WRITETIME(phone), WRITETIME(ingested_at) FROM {test.Keyspace}.created_users WHERE id = ?", id)).Single();
        Assert.Equal((T + 1, T + 2), (row.GetValue<long>(0), row.GetValue<long>(1)));

        await test.QueryAsync($"SELECT * FROM {test.Keyspace}.created_users");
        var read = (await test.QueryAsync(
            "SELECT max FROM system_views.tombstones_per_read WHERE keyspace_name = ? AND table_name = 'created_users'", test.Keyspace)).Single();

        // The histogram tells none from one by nothing; with nulls it would be four.
        Assert.InRange(read.GetValue<double>(0), 0, 1);
    }

    [ServersFact(ServerHomes.Cassandra)]
    public async Task A_row_that_the_server_refuses_is_named_its_neighbours_are_stored_and_the_user_is_where_the_last_good_version_says()
    {
        await using var test = await CassandraStoreUnderTest.CreateAsync();
        var users = Enumerable.Range(0, 50).Select(i => TestUsers.Row(Guid.NewGuid(), T + i)).ToList();
        var moved = new Guid("00000000-0000-0000-0000-000000000001");
        users.Add(TestUsers.Row(moved, T, "good"));
        users.Add(TestUsers.Row(moved, T + 1, "bad").With(UserField.Picture, TooLong));

        var result = await test.WriteAsync([.. users]);
        var refused = result.Refused.Select(refusal => refusal.Record).ToArray();
        var alone = await test.WriteAsync(TestUsers.Row(Guid.NewGuid(), T + 2, "alone").With(UserField.Picture, TooLong));

        Assert.Equal([51], refused);
        Assert.Equal([0], alone.Refused.Select(refusal => refusal.Record));
        Assert.Equal(51, await test.CountAsync());
        Assert.Equal(51, (await test.PlacesAsync()).Count);
        Assert.Equal("city good", (await test.FindAsync(moved))!["city"]);
        Assert.Equal("country good", Assert.Single(await test.PlacesAsync(), place => place.Id == moved).Country);
    }

    [ServersFact(ServerHomes.Cassandra)]
    public async Task A_table_of_another_shape_is_told_column_by_column()
    {
        await using var test = await CassandraStoreUnderTest.CreateAsync();
        await test.QueryAsync($"DROP TABLE {test.Keyspace}.created_users");
        await test.QueryAsync($"CREATE TABLE {test.Keyspace}.created_users (id text PRIMARY KEY, first_name text)");

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => test.Store.SetUpAsync(CancellationToken.None));
        Assert.Contains("created_users is there with another shape: id is text and must be uuid, last_name is missing", fault.Message);
    }

    [ServersFact(ServerHomes.Cassandra)]
    public async Task A_table_that_has_gone_makes_no_row_a_dead_letter()
    {
        await using var test = await CassandraStoreUnderTest.CreateAsync(limits: new SinkOptions { WriteTimeout = TimeSpan.FromSeconds(3) });
        await test.WriteAsync(TestUsers.Row(Guid.NewGuid(), T));
        await test.QueryAsync($"DROP TABLE {test.Keyspace}.users_by_country");

        await Assert.ThrowsAnyAsync<Exception>(() => test.WriteAsync(TestUsers.Row(Guid.NewGuid(), T)));
    }

    [ServersFact(ServerHomes.Cassandra)]
    public async Task Nothing_is_lost_when_the_server_is_killed_and_stands_still_under_load()
    {
        await using var server = await CassandraServer.LaunchAsync();
        await using var tables = await CassandraStoreUnderTest.CreateAsync(
            server, new CassandraOptions { RequestTimeout = TimeSpan.FromSeconds(5) }, new SinkOptions { WriteTimeout = TimeSpan.FromSeconds(10) });
        await using var test = await SinkUnderTest.CreateAsync(store: tables.Store);
        await AppendAsync(test, Users / 2);
        await test.StartAsync();
        await Wait.UntilAsync(async () => await tables.CountAsync() > 0, "some users are stored");
        await server.KillAsync();
        await server.StartAsync();

        server.Stop();
        await AppendAsync(test, Users / 2);
        await Wait.UntilAsync(async () => await test.HealthAsync() != HealthStatus.Healthy, "the sink's health tells");
        server.Continue();

        await test.CaughtUpAsync();
        Assert.Equal(Users, await tables.CountAsync());
        Assert.Equal(Users, (await tables.PlacesAsync()).Count);
        Assert.Empty(await test.RejectedAsync());
    }

    private static async Task AppendAsync(SinkUnderTest test, int users)
    {
        for (var i = 0; i < users; i++) test.Add(TestUsers.Row(Guid.NewGuid(), T + i));
        await test.AppendAsync();
    }
}
