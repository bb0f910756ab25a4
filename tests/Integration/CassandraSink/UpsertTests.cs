using Streaming.Pipeline.Events;

namespace Streaming.Tests.Integration.CassandraSink;

public sealed class UpsertTests
{
    private const long T = TestUsers.Start;
    private const string Count = "SELECT count(*) FROM spark_streams.created_users";

    [PostgresFact]
    public async Task Every_field_is_stored_as_it_was_to_the_microsecond_and_in_every_script()
    {
        await using var test = await TablesUnderTest.CreateAsync();
        var id = Guid.NewGuid();
        await test.WriteAsync(TestUsers.Row(id, T + 123_456)
            .With(UserField.FirstName, "Zoë 李 🙂").With(UserField.LastName, "O'Neil \"\\\n\t").With(UserField.PostCode, "007").With(UserField.State, "")
            .With(UserField.DateOfBirth, "0001-01-01T00:00:00.000000Z").With(UserField.RegisteredDate, "9999-12-31T23:59:59.999999Z"));

        var row = (await test.QueryAsync("""
            SELECT id, first_name, last_name, post_code, state, latitude, longitude, age, full_name, phone, carried::text,
                date_of_birth::text, registered_date::text, ingested_at::text, processed_at::text
            FROM spark_streams.created_users
            """)).Single();
        Assert.Equal(
            [
                id, "Zoë 李 🙂", "O'Neil \"\\\n\t", "007", "", -12.3456, 179.25, 41, "full_name ", "phone ", null,
                "0001-01-01 00:00:00+00", "9999-12-31 23:59:59.999999+00", "2026-01-01 00:00:00.123456+00", "2026-01-01 00:00:00.123463+00",
            ], row);
    }

    [PostgresFact]
    public async Task Of_a_hundred_versions_within_a_millisecond_the_newest_wins_in_one_batch_and_in_many()
    {
        await using var test = await TablesUnderTest.CreateAsync();
        Guid together = Guid.NewGuid(), apart = Guid.NewGuid();
        var versions = Enumerable.Range(0, 100).ToArray();
        new Random(5).Shuffle(versions);

        await test.WriteAsync([.. versions.Select(version => TestUsers.Row(together, T + version, $"{version}"))]);
        foreach (var version in versions) await test.WriteAsync(TestUsers.Row(apart, T + version, $"{version}"));

        var rows = await test.QueryAsync("SELECT city, ingested_at::text, carried::text FROM spark_streams.created_users");
        Assert.Equal(2, rows.Count);
        Assert.All(rows, row => Assert.Equal(["city 99", "2026-01-01 00:00:00.000099+00", null], row));
    }

    [PostgresFact]
    public async Task A_redelivered_version_changes_nothing_and_an_older_one_neither()
    {
        await using var test = await TablesUnderTest.CreateAsync();
        var id = Guid.NewGuid();
        Assert.Equal((1, 0), Counts(await test.WriteAsync(TestUsers.Row(id, T, "first"))));
        Assert.Equal((0, 2), Counts(await test.WriteAsync(TestUsers.Row(id, T, "again"), TestUsers.Row(id, T, "again"))));
        Assert.Equal((0, 1), Counts(await test.WriteAsync(TestUsers.Row(id, T - 1, "older"))));
        Assert.Equal((1, 1), Counts(await test.WriteAsync(TestUsers.Row(id, T + 1, "newer"), TestUsers.Row(id, T - 1, "older"))));

        Assert.Equal("city newer", await test.ScalarAsync<string>("SELECT city FROM spark_streams.created_users"));
    }

    [PostgresFact]
    public async Task What_a_newer_version_has_no_value_for_stays_with_the_version_it_is_from()
    {
        await using var test = await TablesUnderTest.CreateAsync();
        var id = Guid.NewGuid();
        await test.WriteAsync(TestUsers.Row(id, T + 3, "3", UserField.Phone, UserField.Picture));
        await test.WriteAsync(TestUsers.Row(id, T + 1, "1"));
        await test.WriteAsync(TestUsers.Row(id, T + 2, "2", UserField.Picture));

        var row = (await test.QueryAsync(
            "SELECT city, phone, picture, carried->>'phone', carried->>'picture', carried->>'city' FROM spark_streams.created_users")).Single();
        Assert.Equal(["city 3", "phone 2", "picture 1", "2026-01-01T00:00:00.000002+00:00", "2026-01-01T00:00:00.000001+00:00", null], row);

        await test.WriteAsync(TestUsers.Row(id, T + 4, "4"));
        Assert.Equal([["phone 4", null]], await test.QueryAsync("SELECT phone, carried::text FROM spark_streams.created_users"));
    }

    [PostgresFact]
    public async Task A_row_that_the_server_refuses_is_named_and_its_neighbours_are_stored()
    {
        await using var test = await TablesUnderTest.CreateAsync();
        var users = Enumerable.Range(0, 300).Select(i => TestUsers.Row(Guid.NewGuid(), T + i)).ToArray();
        users[7].With(UserField.City, "a\0b");
        users[298].With(UserField.Country, string.Concat(Enumerable.Range(0, 4000).Select(i => (char)(0x4e00 + i * 7919 % 20000))));

        var result = await test.WriteAsync(users);

        Assert.Equal(298, result.Upserted);
        Assert.Equal([7, 298], result.Refused.Select(refusal => refusal.Record).Order());
        Assert.Contains(result.Refused, refusal => refusal.Record == 7 && refusal.Reason.StartsWith("22021", StringComparison.Ordinal));
        Assert.Equal(298L, await test.ScalarAsync<long>(Count));
    }

    [PostgresFact]
    public async Task An_older_version_is_stored_when_the_server_refuses_the_newer_one_of_its_batch()
    {
        await using var test = await TablesUnderTest.CreateAsync();
        var id = Guid.NewGuid();
        var result = await test.WriteAsync(TestUsers.Row(id, T, "good"), TestUsers.Row(id, T + 1).With(UserField.City, "\0"));

        Assert.Equal([1], result.Refused.Select(refusal => refusal.Record));
        Assert.Equal("city good", await test.ScalarAsync<string>("SELECT city FROM spark_streams.created_users"));
    }

    [PostgresFact]
    public async Task Two_writers_of_the_same_new_users_both_get_through()
    {
        await using var one = await TablesUnderTest.CreateAsync();
        await using var other = await TablesUnderTest.CreateAsync(one.Source.ConnectionString);
        var ids = Enumerable.Range(0, 500).Select(_ => Guid.NewGuid()).ToArray();

        for (var round = 0; round < 5; round++)
        {
            await one.QueryAsync("TRUNCATE spark_streams.created_users");
            await Task.WhenAll(
                Task.Run(() => one.WriteAsync([.. ids.Select(id => TestUsers.Row(id, T, "older"))])),
                Task.Run(() => other.WriteAsync([.. ids.Select(id => TestUsers.Row(id, T + 1, "newer"))])));
            Assert.Equal([["city newer", 500L]], await one.QueryAsync("SELECT city, count(*) FROM spark_streams.created_users GROUP BY city"));
        }
    }

    private static (int Upserted, int Stale) Counts(Streaming.CassandraSink.Tables.WriteResult result) => (result.Upserted, result.Stale);
}
