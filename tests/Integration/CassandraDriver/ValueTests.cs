using System.Net;
using Cassandra;

namespace Streaming.Tests.Integration.CassandraDriver;

public sealed class ValueTests
{
    private static readonly Guid TimeId = Guid.Parse("50554d6e-29bb-11e5-b345-feff819cdc9f");

    public static TheoryData<string, object> Values => new()
    {
        { "ascii", "plain" },
        { "text", "Žluťoučký kůň 🐎" },
        { "varchar", "" },
        { "bigint", long.MinValue },
        { "int", -7 },
        { "smallint", short.MaxValue },
        { "tinyint", sbyte.MinValue },
        { "float", 1.5f },
        { "double", -2.25e300 },
        { "boolean", true },
        { "blob", new byte[] { 0, 255, 1 } },
        { "timestamp", new DateTimeOffset(2024, 2, 29, 23, 59, 59, 999, TimeSpan.Zero) },
        { "date", new LocalDate(1969, 12, 31) },
        { "uuid", Guid.NewGuid() },
        { "timeuuid", TimeId },
        { "inet", IPAddress.Parse("2001:db8::1") },
        { "inet", IPAddress.Loopback },
        { "list<text>", new[] { "b", "a", "b" } },
        { "set<bigint>", new[] { 1L, 2L } },
        { "map<text, int>", new SortedDictionary<string, int> { ["one"] = 1, ["two"] = 2 } },
        { "list<frozen<list<int>>>", new[] { new[] { 1, 2 }, [3] } },
    };

    [ServersTheory(ServerHomes.Cassandra)]
    [MemberData(nameof(Values))]
    public async Task A_value_comes_back_as_it_went(string type, object value)
    {
        await using var cql = await CqlSession.OpenAsync();
        await cql.ExecuteAsync($"CREATE TABLE t (id int PRIMARY KEY, v {type}, w {type})");
        var insert = await cql.Session.PrepareAsync("INSERT INTO t (id, v, w) VALUES (?, ?, ?)");
        await cql.Session.ExecuteAsync(insert.Bind(1, value, null));
        var row = Assert.Single(await cql.ExecuteAsync("SELECT v, w FROM t WHERE id = ?", 1));
        Assert.Equal(value, row["v"]);
        Assert.True(row.IsNull("w"));
        Assert.Null(row[1]);
    }
}
