using FsCheck;
using FsCheck.Fluent;
using Streaming.Pipeline.Events;

namespace Streaming.Tests.Integration.CassandraSink;

/// <summary>Versions in any order, cut into any batches and repeated at will, give the row that they would give in Cassandra.</summary>
public sealed class ConvergenceTests
{
    private static readonly UserField[] Nullable = [UserField.Phone, UserField.Latitude, UserField.RegisteredDate];

    /// <param name="Batch">Which of the batches it comes in.</param>
    /// <param name="Absent">Which of the nullable fields have no value: a bit for each.</param>
    internal sealed record Delivery(int User, int Version, int Absent, int Batch);

    [PostgresFact]
    public async Task Each_field_ends_with_its_newest_value_whatever_the_order()
    {
        await using var test = await TablesUnderTest.CreateAsync();
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

        var property = Prop.ForAll(deliveries.ToArbitrary(), all => Task.Run(() => ConvergesAsync(test, all)).WaitAsync(TimeSpan.FromSeconds(30)));
        await Task.Run(() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(150), property));
    }

    private static async Task<bool> ConvergesAsync(TablesUnderTest test, Delivery[] deliveries)
    {
        var users = new[] { Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid() };
        foreach (var batch in deliveries.GroupBy(one => one.Batch)) await test.WriteAsync([.. batch.Select(one => Row(users[one.User], one))]);

        for (var user = 0; user < users.Length; user++)
        {
            var versions = deliveries.Where(one => one.User == user).ToList();
            var stored = await test.QueryAsync($"""
                SELECT phone, latitude, extract(epoch FROM registered_date)::bigint, city, extract(microseconds FROM ingested_at)::int
                FROM spark_streams.created_users WHERE id = '{users[user]}'
                """);
            if (versions.Count == 0 ? stored.Count > 0 : !stored.Single().SequenceEqual(Expected(versions))) return false;
        }

        return true;
    }

    private static object?[] Expected(List<Delivery> versions)
    {
        var newest = versions.Max(one => one.Version);
        var fields = Enumerable.Range(0, Nullable.Length)
            .Select(bit => versions.Where(one => (one.Absent & 1 << bit) == 0).Select(one => (int?)one.Version).Max())
            .ToArray();
        return [fields[0] is { } phone ? $"phone {phone}" : null, (double?)fields[1], (long?)fields[2], $"city {newest}", newest];
    }

    private static UserRow Row(Guid id, Delivery one)
    {
        var row = TestUsers.Row(id, TestUsers.Start + one.Version, $"{one.Version}").With(UserField.Latitude, $"{one.Version}");
        row.SetTimestamp(UserField.RegisteredDate, one.Version * 1_000_000L);
        for (var bit = 0; bit < Nullable.Length; bit++)
            if ((one.Absent & 1 << bit) != 0) row.Remove(Nullable[bit]);
        return row;
    }
}
