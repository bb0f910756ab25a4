using FsCheck;
using FsCheck.Fluent;
using Streaming.Pipeline.Events;

namespace Streaming.Tests.Integration.CassandraSink;

/// <summary>What every table store has to keep: versions in any order, cut into any batches and repeated at will, give the same tables.</summary>
public abstract class TableStoreContract
{
    private const long T = TestUsers.Start;
    private static readonly UserField[] Nullable = [UserField.Phone, UserField.Latitude, UserField.Country];

    private protected abstract Task<StoreUnderTest> CreateAsync();

    [ContractFact]
    public async Task Every_field_is_stored_as_it_was_and_in_every_script()
    {
        await using var test = await CreateAsync();
        var id = Guid.NewGuid();
        await test.WriteAsync(TestUsers.Row(id, T + 123_456)
            .With(UserField.FirstName, "Zoë 李 🙂").With(UserField.LastName, "O'Neil \"\\\n\t").With(UserField.PostCode, "007").With(UserField.State, "")
            .With(UserField.DateOfBirth, "0001-01-01T00:00:00.000000Z").With(UserField.RegisteredDate, "9999-12-31T23:59:59.999999Z"));

        var row = (await test.FindAsync(id))!;
        Assert.Equal(["Zoë 李 🙂", "O'Neil \"\\\n\t", "007", "", -12.3456, 179.25, 41, "full_name ", "phone "],
            new[] { "first_name", "last_name", "post_code", "state", "latitude", "longitude", "age", "full_name", "phone" }.Select(name => row[name]));
        Assert.Equal(Utc("0001-01-01T00:00:00.000Z"), row["date_of_birth"]);
        Assert.Equal(Utc("9999-12-31T23:59:59.999Z"), row["registered_date"]);
        Assert.Equal(Utc("2026-01-01T00:00:00.123Z"), row["ingested_at"]);
        Assert.Equal([("country ", Utc("9999-12-31T23:59:59.999Z"), id)], await test.PlacesAsync());
    }

    [ContractFact]
    public async Task Of_a_hundred_versions_within_a_millisecond_the_last_accepted_wins_in_both_tables_in_any_order_and_partly_again()
    {
        await using var test = await CreateAsync();
        Guid together = Guid.NewGuid(), apart = Guid.NewGuid();
        var versions = Enumerable.Range(0, 100).ToArray();
        var random = new Random(5);
        random.Shuffle(versions);
        var again = versions.Where(_ => random.Next(3) == 0).Reverse();

        UserRow Version(Guid id, int version) => TestUsers.Row(id, T + version, $"{version}").With(UserField.Country, $"country {version % 7}");
        await test.WriteAsync([.. versions.Concat(again).Select(version => Version(together, version))]);
        foreach (var version in versions.Concat(again)) await test.WriteAsync(Version(apart, version));

        Assert.Equal(2, await test.CountAsync());
        foreach (var id in new[] { together, apart })
        {
            var row = (await test.FindAsync(id))!;
            Assert.Equal(("city 99", "country 1"), (row["city"], row["country"]));
        }

        var places = (await test.PlacesAsync()).Select(place => (place.Country, place.Id)).OrderBy(place => place.Id == together);
        Assert.Equal([("country 1", apart), ("country 1", together)], places);
    }

    [ContractFact]
    public async Task A_redelivered_version_changes_nothing_and_an_older_one_neither()
    {
        await using var test = await CreateAsync();
        var id = Guid.NewGuid();
        Assert.Equal((1, 0), Counts(await test.WriteAsync(TestUsers.Row(id, T, "first"))));
        Assert.Equal((0, 2), Counts(await test.WriteAsync(TestUsers.Row(id, T, "first"), TestUsers.Row(id, T, "first"))));
        Assert.Equal((0, 1), Counts(await test.WriteAsync(TestUsers.Row(id, T - 1, "older"))));
        Assert.Equal((1, 1), Counts(await test.WriteAsync(TestUsers.Row(id, T + 1, "newer"), TestUsers.Row(id, T - 1, "older"))));

        Assert.Equal("city newer", (await test.FindAsync(id))!["city"]);
        Assert.Equal("country newer", (await test.PlacesAsync()).Single().Country);
    }

    [ContractFact]
    public async Task A_count_ends_with_its_greatest_version_whatever_the_order()
    {
        await using var test = await CreateAsync();
        StatsRow Count(long count, long late, bool final) => new(T, "NL", "female", 3, count, late, final);
        await test.WriteAsync(Count(20, 0, false), Count(21, 1, true), Count(5, 0, false));
        await test.WriteAsync(Count(20, 0, true));
        await test.WriteAsync(Count(21, 1, true), Count(21, 1, false));

        Assert.Equal([Count(21, 1, true)], await test.StatsAsync());
    }

    [ContractFact]
    public async Task Setting_up_again_changes_nothing()
    {
        await using var test = await CreateAsync();
        await test.WriteAsync(TestUsers.Row(Guid.NewGuid(), T));
        await test.Store.SetUpAsync(CancellationToken.None);
        Assert.Equal(1, await test.CountAsync());
    }

    /// <param name="Batch">Which of the batches it comes in.</param>
    /// <param name="Absent">Which of the nullable fields have no value: a bit for each.</param>
    internal sealed record Delivery(int User, int Version, int Absent, int Batch);

    [ContractFact]
    public async Task Each_field_ends_with_its_newest_value_and_each_user_in_one_country_whatever_the_order()
    {
        await using var test = await CreateAsync();
        var delivery =
            from user in Gen.Choose(0, 2)
            from version in Gen.Choose(0, 5)
            from absent in Gen.Choose(0, 7)
            from batch in Gen.Choose(0, 3)
            select new Delivery(user, version, absent, batch);

        // A version is what it is, however often it is delivered.
        var deliveries = delivery.ArrayOf().Select(all => all
            .GroupBy(one => (one.User, one.Version))
            .SelectMany(same => same.Select(one => one with { Absent = same.First().Absent }))
            .ToArray());

        var property = Prop.ForAll(deliveries.ToArbitrary(), all => Task.Run(() => ConvergesAsync(test, all)).WaitAsync(Wait.Limit));
        await Task.Run(() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(100), property));
    }

    private static async Task<bool> ConvergesAsync(StoreUnderTest test, Delivery[] deliveries)
    {
        var users = new[] { Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid() };
        foreach (var batch in deliveries.GroupBy(one => one.Batch)) await test.WriteAsync([.. batch.Select(one => Row(users[one.User], one))]);

        var places = await test.PlacesAsync();
        for (var user = 0; user < users.Length; user++)
        {
            var versions = deliveries.Where(one => one.User == user).ToList();
            var stored = await test.FindAsync(users[user]);
            if ((stored is null) != (versions.Count == 0)) return false;
            if (stored is null) continue;

            var expected = Expected(versions);
            if (!expected.SequenceEqual([stored["phone"], stored["latitude"], stored["country"], stored["city"]])) return false;
            var found = places.Where(place => place.Id == users[user]).Select(place => place.Country);
            if (!found.SequenceEqual(expected[2] is string country ? [country] : [])) return false;
        }

        return true;
    }

    private static object?[] Expected(List<Delivery> versions)
    {
        var fields = Enumerable.Range(0, Nullable.Length)
            .Select(bit => versions.Where(one => (one.Absent & 1 << bit) == 0).Select(one => (int?)one.Version).Max())
            .ToArray();
        return
        [
            fields[0] is { } phone ? $"phone {phone}" : null, (double?)fields[1], fields[2] is { } country ? Country(country) : null,
            $"city {versions.Max(one => one.Version)}",
        ];
    }

    private static string Country(int version) => $"country {version % 3}";

    private static UserRow Row(Guid id, Delivery one)
    {
        var row = TestUsers.Row(id, T + one.Version, $"{one.Version}")
            .With(UserField.Latitude, $"{one.Version}").With(UserField.Country, Country(one.Version));
        row.SetTimestamp(UserField.RegisteredDate, one.Version / 2 * 1_000_000L);
        for (var bit = 0; bit < Nullable.Length; bit++)
            if ((one.Absent & 1 << bit) != 0) row.Remove(Nullable[bit]);
        return row;
    }

    private static DateTime Utc(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture).UtcDateTime;

    private static (int Upserted, int Stale) Counts(Streaming.CassandraSink.Tables.WriteResult result) => (result.Upserted, result.Stale);
}
