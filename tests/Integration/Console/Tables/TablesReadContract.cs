using Streaming.Console.Tables;
using Streaming.Pipeline.Events;
using Streaming.Tests.Integration.CassandraSink;

namespace Streaming.Tests.Integration.Console.Tables;

/// <summary>What the console reads of the tables that the sink has written, whichever server they are in.</summary>
public abstract class TablesReadContract
{
    private const long T = TestUsers.Start;
    private const long Second = 1_000_000;
    private static readonly DateTimeOffset Minute = Timestamps.ToDateTimeOffset(T);

    private protected abstract Task<(StoreUnderTest Store, ITables Tables)> CreateAsync();

    [ContractFact]
    public async Task A_user_is_found_with_every_column_and_the_microseconds_of_its_version()
    {
        var (store, tables) = await CreateAsync();
        await using var test = store;
        var id = Guid.NewGuid();
        await test.WriteAsync(Row(id, T + 1), Row(Guid.NewGuid(), T + 9));
        await test.WriteAsync(Row(id, T + 123_457, UserField.Phone).With(UserField.City, "Zürich"));

        var user = (await tables.FindAsync(id, default))!;

        Assert.Equal(T + 123_457, user.Version);
        Assert.Equal(UserFields.All.Select(info => info.Field), user.Values.Keys.Order());
        Assert.Equal("Zürich", user.Values[UserField.City]);
        Assert.Equal("-12.3456", user.Values[UserField.Latitude]);
        Assert.Equal("41", user.Values[UserField.Age]);
        Assert.Equal("2026-01-01T00:00:00.123457Z", user.Values[UserField.IngestedAt]);
        Assert.Equal("2005-03-18T01:58:31.000Z", user.Values[UserField.RegisteredDate]);
        Assert.Equal(id.ToString(), user.Values[UserField.Id]);
        Assert.True(await tables.IsPlacedAsync(user.Place!, default));
        Assert.False(await tables.IsPlacedAsync(user.Place! with { Country = "nowhere" }, default));
        Assert.Null(await tables.FindAsync(Guid.NewGuid(), default));
    }

    [ContractFact]
    public async Task Users_are_found_by_the_e_mail_that_they_have_now()
    {
        var (store, tables) = await CreateAsync();
        await using var test = store;
        var (moved, stayed) = (Guid.NewGuid(), Guid.NewGuid());
        await test.WriteAsync(
            Row(moved, T).With(UserField.Email, "old@example.com"), Row(stayed, T).With(UserField.Email, "stays@example.com"),
            Row(Guid.NewGuid(), T).With(UserField.Email, "twice@example.com"), Row(Guid.NewGuid(), T).With(UserField.Email, "twice@example.com"));
        await test.WriteAsync(Row(moved, T + 1).With(UserField.Email, "new@example.com"));

        Assert.Equal([moved], await tables.FindByEmailAsync("new@example.com", 10, default));
        Assert.Equal([stayed], await tables.FindByEmailAsync("stays@example.com", 10, default));
        Assert.Empty(await tables.FindByEmailAsync("old@example.com", 10, default));
        Assert.Equal(2, (await tables.FindByEmailAsync("twice@example.com", 10, default)).Count);
        Assert.Single(await tables.FindByEmailAsync("twice@example.com", 1, default));
    }

    [ContractFact]
    public async Task A_country_is_paged_through_by_date_of_registration_each_user_once()
    {
        var (store, tables) = await CreateAsync();
        await using var test = store;
        var users = Enumerable.Range(0, 25).Select(i => (Id: Guid.NewGuid(), RegisteredAt: T + (i / 4 * Second))).ToList();
        await test.WriteAsync([.. users.Select(user => Placed(user.Id, "NL", user.RegisteredAt)), Placed(Guid.NewGuid(), "DE", T)]);

        var seen = new List<UserPlace>();
        while (await tables.BrowseAsync("NL", seen.LastOrDefault(), 10, default) is { Count: > 0 } page) seen.AddRange(page);

        Assert.Equal(users.Select(user => user.Id).Order(), seen.Select(place => place.Id).Order());
        Assert.Equal(users.Select(user => user.RegisteredAt), seen.Select(place => Timestamps.ToMicros(place.RegisteredAt)));
        Assert.Equal(["DE", "NL"], await tables.CountriesAsync(default));
        Assert.Empty(await tables.BrowseAsync("FR", null, 10, default));
    }

    [ContractFact]
    public async Task Counts_are_summed_over_partitions_and_final_only_where_all_of_them_are()
    {
        var (store, tables) = await CreateAsync();
        await using var test = store;
        await test.WriteAsync(
            new StatsRow(T, "NL", "female", 0, 5, 1, true), new StatsRow(T, "NL", "female", 3, 7, 0, false), new StatsRow(T, "NL", "male", 1, 2, 0, true),
            new StatsRow(T + (60 * Second), "DE", "male", 0, 4, 4, true), new StatsRow(T + (120 * Second), "DE", "male", 0, 9, 0, true));

        var counts = await tables.StatsAsync(Minute.AddSeconds(-30), Minute.AddMinutes(2), default);

        Assert.Equal(
            [
                new MinuteCount(Minute, "NL", "female", 12, 1, false), new MinuteCount(Minute, "NL", "male", 2, 0, true),
                new MinuteCount(Minute.AddMinutes(1), "DE", "male", 4, 4, true),
            ],
            counts);
        Assert.Empty(await tables.StatsAsync(Minute.AddDays(-1), Minute, default));
    }

    [ContractFact]
    public async Task Versions_of_thousands_of_ids_are_told_and_those_without_a_row_are_left_out()
    {
        var (store, tables) = await CreateAsync();
        await using var test = store;
        var users = Enumerable.Range(0, 3_000).Select(i => (Id: Guid.NewGuid(), Version: T + i)).ToList();
        await test.WriteAsync([.. users.Select(user => Row(user.Id, user.Version))]);

        var versions = await tables.VersionsAsync([.. users.Select(user => user.Id), .. Enumerable.Range(0, 1_000).Select(_ => Guid.NewGuid())], default);

        Assert.Equal(users.ToDictionary(user => user.Id, user => user.Version), versions.ToDictionary());
        Assert.Empty(await tables.VersionsAsync([], default));
    }

    private static UserRow Row(Guid id, long version, params UserField[] absent)
    {
        var row = TestUsers.Row(id, version, "", absent);
        row.SetTimestamp(UserField.RegisteredDate, 1_111_111_111_000_000);
        return row;
    }

    private static UserRow Placed(Guid id, string country, long registeredAt)
    {
        var row = Row(id, T).With(UserField.Country, country);
        row.SetTimestamp(UserField.RegisteredDate, registeredAt);
        return row;
    }
}
