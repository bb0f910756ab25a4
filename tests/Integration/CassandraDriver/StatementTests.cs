using Cassandra;

namespace Streaming.Tests.Integration.CassandraDriver;

public sealed class StatementTests
{
    [ServersFact(ServerHomes.Cassandra)]
    public async Task An_unset_value_leaves_the_column_and_null_deletes_it()
    {
        await using var cql = await CqlSession.OpenAsync();
        await cql.ExecuteAsync("CREATE TABLE t (id int PRIMARY KEY, a text, b text, c text)");
        var insert = await cql.Session.PrepareAsync("INSERT INTO t (id, a, b, c) VALUES (?, ?, ?, ?)");
        await cql.Session.ExecuteAsync(insert.Bind(1, "a", "b", "c"));
        await cql.Session.ExecuteAsync(insert.Bind(1, Unset.Value, null));
        var row = Assert.Single(await cql.ExecuteAsync("SELECT a, b, c FROM t"));
        Assert.Equal(["a", null, "c"], row);
    }

    [ServersFact(ServerHomes.Cassandra)]
    public async Task Bytes_are_a_value_of_any_type_in_its_wire_form()
    {
        await using var cql = await CqlSession.OpenAsync();
        await cql.ExecuteAsync("CREATE TABLE t (id int PRIMARY KEY, name text, n bigint)");
        var insert = await cql.Session.PrepareAsync("INSERT INTO t (id, name, n) VALUES (?, ?, ?)");
        await cql.Session.ExecuteAsync(insert.Bind(new byte[] { 0, 0, 0, 5 }, "Zoë"u8.ToArray(), new byte[] { 0, 0, 0, 0, 0, 0, 1, 0 }));
        Assert.Equal([5, "Zoë", 256L], Assert.Single(await cql.ExecuteAsync("SELECT id, name, n FROM t")));
    }

    [ServersFact(ServerHomes.Cassandra)]
    public async Task A_value_of_another_type_or_too_many_values_are_refused_when_they_are_bound()
    {
        await using var cql = await CqlSession.OpenAsync();
        await cql.ExecuteAsync("CREATE TABLE t (id bigint PRIMARY KEY, tags set<text>)");
        var insert = await cql.Session.PrepareAsync("INSERT INTO t (id, tags) VALUES (?, ?)");
        Assert.Throws<InvalidTypeException>(() => insert.Bind(1));
        Assert.Throws<InvalidTypeException>(() => insert.Bind(1L, new[] { 1 }));
        Assert.Throws<ArgumentException>(() => insert.Bind(1L, null, null));
    }

    [ServersFact(ServerHomes.Cassandra)]
    public async Task A_value_is_read_as_the_types_that_the_official_driver_reads_it_as()
    {
        await using var cql = await CqlSession.OpenAsync();
        await cql.ExecuteAsync("CREATE TABLE t (id int PRIMARY KEY, tags set<text>, at timestamp, none int, counts map<text, int>)");
        await cql.ExecuteAsync("INSERT INTO t (id, tags, at, counts) VALUES (1, {'a', 'b'}, '2024-01-02T03:04:05Z', {'x': 1})");
        var row = Assert.Single(await cql.ExecuteAsync("SELECT * FROM t"));
        Assert.Equal(["a", "b"], row.GetValue<string[]>("tags"));
        Assert.Equal(["a", "b"], row.GetValue<List<string>>("tags"));
        Assert.Equal(["a", "b"], row.GetValue<ISet<string>>("tags"));
        Assert.Equal(1, row.GetValue<Dictionary<string, int>>("counts")["x"]);
        Assert.Equal(new DateTime(2024, 1, 2, 3, 4, 5), row.GetValue<DateTime>("at"));
        Assert.Null(row.GetValue<int?>("none"));
        Assert.Throws<NullReferenceException>(() => row.GetValue<int>("none"));
        Assert.Throws<InvalidTypeException>(() => row.GetValue<long>("id"));
        Assert.Throws<ArgumentException>(() => row.GetValue<int>("ID"));
    }

    [ServersTheory(ServerHomes.Cassandra)]
    [InlineData(BatchType.Logged)]
    [InlineData(BatchType.Unlogged)]
    public async Task In_a_batch_each_statement_has_its_own_timestamp_and_the_newest_wins(BatchType type)
    {
        await using var cql = await CqlSession.OpenAsync();
        await cql.ExecuteAsync("CREATE TABLE t (id int PRIMARY KEY, v text)");
        var insert = await cql.Session.PrepareAsync("INSERT INTO t (id, v) VALUES (?, ?) USING TIMESTAMP ?");
        var batch = new BatchStatement().SetBatchType(type);
        foreach (var version in new[] { 3L, 9L, 5L }) batch.Add(insert.Bind(1, $"v{version}", version));
        batch.Add(new SimpleStatement("INSERT INTO t (id, v) VALUES (?, ?)", 2, "text"));
        await cql.Session.ExecuteAsync(batch);
        var rows = (await cql.ExecuteAsync("SELECT id, v, writetime(v) AS at FROM t")).ToDictionary(row => row.GetValue<int>("id"));
        Assert.Equal(("v9", 9L), (rows[1].GetValue<string>("v"), rows[1].GetValue<long>("at")));
        Assert.Equal("text", rows[2].GetValue<string>("v"));
    }

    [ServersFact(ServerHomes.Cassandra)]
    public async Task A_statements_own_timestamp_is_sent()
    {
        await using var cql = await CqlSession.OpenAsync();
        await cql.ExecuteAsync("CREATE TABLE t (id int PRIMARY KEY, v text)");
        await cql.Session.ExecuteAsync(new SimpleStatement("INSERT INTO t (id, v) VALUES (1, 'x')").SetTimestamp(DateTimeOffset.UnixEpoch.AddSeconds(1)));
        Assert.Equal(1_000_000, (await cql.ExecuteAsync("SELECT writetime(v) FROM t")).Single().GetValue<long>(0));
    }

    [ServersFact(ServerHomes.Cassandra)]
    public async Task A_statement_that_the_server_forgot_is_prepared_again()
    {
        await using var cql = await CqlSession.OpenAsync();
        const string Create = "CREATE TABLE t (id int PRIMARY KEY, v text)";
        await cql.ExecuteAsync(Create);
        var insert = await cql.Session.PrepareAsync("INSERT INTO t (id, v) VALUES (?, ?)");
        await cql.ExecuteAsync("DROP TABLE t");
        await Assert.ThrowsAsync<InvalidQueryException>(() => cql.Session.ExecuteAsync(insert.Bind(1, "a")));
        await cql.ExecuteAsync(Create);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(id => cql.Session.ExecuteAsync(insert.Bind(id, "a"))));
        await cql.ExecuteAsync("DROP TABLE t");
        await cql.ExecuteAsync(Create);
        await cql.Session.ExecuteAsync(new BatchStatement().Add(insert.Bind(1, "a")).Add(insert.Bind(2, "b")));
        Assert.Equal(2, (await cql.ExecuteAsync("SELECT id FROM t")).Count());
    }

    [ServersFact(ServerHomes.Cassandra)]
    public async Task The_result_of_a_conditional_write_says_whether_it_was_applied()
    {
        await using var cql = await CqlSession.OpenAsync();
        await cql.ExecuteAsync("CREATE TABLE t (id int PRIMARY KEY)");
        const string Insert = "INSERT INTO t (id) VALUES (1) IF NOT EXISTS";
        Assert.True((await cql.ExecuteAsync(Insert)).Single().GetValue<bool>("[applied]"));
        Assert.False((await cql.ExecuteAsync(Insert)).Single().GetValue<bool>("[applied]"));
    }
}
