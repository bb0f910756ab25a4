using Microsoft.Spark.Sql;
using Microsoft.Spark.Sql.Types;
using Streaming.Tests.Integration.Servers;
using static Microsoft.Spark.Sql.Functions;

namespace Streaming.Tests.Integration.MicrosoftSpark;

[Collection(SparkCollection.Name)]
public sealed class BatchTests
{
    [ServersFact(ServerHomes.Spark)]
    public async Task Every_type_that_is_read_comes_as_it_was_with_its_nulls()
    {
        using var session = await SparkSessions.OpenAsync();
        var rows = session.Sql("""
            SELECT id, cast(id AS INT), id / 2D, id > 1, if(id = 1, null, concat('größe ', id)), timestamp_micros(1700000000123456 + id),
              if(id = 0, array(), array('a', null, 'c'))
            FROM range(3) ORDER BY id
            """).Collect().ToList();
        Assert.Equal([[0L, 0, 0.0, false, "größe 0"], [1L, 1, 0.5, false, null], [2L, 2, 1.0, true, "größe 2"]], rows.Select(row => Cells(row, 5)));
        Assert.Equal(DateTime.UnixEpoch.AddMicroseconds(1700000000123458), rows[2].GetAs<Timestamp>(5).ToDateTime());
        Assert.Equal([], rows[0].GetAs<object[]>(6));
        Assert.Equal<object?>(["a", null, "c"], rows[1].GetAs<object?[]>(6));
        Assert.Equal((7, 1L), (rows[1].Size(), rows[1].GetAs<long>(1)));
    }

    [ServersFact(ServerHomes.Spark)]
    public async Task Rows_of_many_batches_come_once_and_in_order()
    {
        using var session = await SparkSessions.OpenAsync();
        var rows = session.Sql("SELECT id, repeat('x', 50) FROM range(300000)").Collect();
        Assert.Equal(Enumerable.Range(0, 300_000).Select(id => (long)id), rows.Select(row => row.GetAs<long>(0)));
    }

    [ServersFact(ServerHomes.Spark)]
    public async Task A_result_may_have_no_rows()
    {
        using var session = await SparkSessions.OpenAsync();
        Assert.Empty(session.Sql("SELECT id FROM range(0)").Collect());
    }

    [ServersFact(ServerHomes.Spark)]
    public async Task Rows_are_selected_deduplicated_and_grouped()
    {
        using var session = await SparkSessions.OpenAsync();
        var groups = session.Sql("SELECT id % 5 AS id, id AS other FROM range(10)").Where("id < 4").DropDuplicates("id")
            .Select(Expr("id % 2 = 0").As("even"), Col("id"))
            .GroupBy(Col("even")).Agg(Expr("sum(id)"), Expr("sort_array(collect_set(id))"), CollectSet(Expr("1")).As("ones")).Collect();
        Assert.Equal(["False 4 1,3 1", "True 2 0,2 1"], groups.Select(row => $"{row[0]} {row[1]} {List(row, 2)} {List(row, 3)}").Order());
    }

    [ServersFact(ServerHomes.Spark)]
    public async Task A_long_expression_arrives()
    {
        using var session = await SparkSessions.OpenAsync();
        var words = string.Join(", ", Enumerable.Range(0, 20_000).Select(number => $"'word-{number}'"));
        Assert.True(session.Sql("SELECT 1").SelectExpr($"'word-19999' IN ({words})").Collect().Single().GetAs<bool>(0));
    }

    [ServersFact(ServerHomes.Spark)]
    public async Task A_session_has_settings_of_its_own()
    {
        using var session = await SparkSessions.OpenAsync();
        using var other = await SparkSessions.OpenAsync();
        session.Conf().Set("spark.sql.shuffle.partitions", "7");
        Assert.Equal(("7", "2"), (session.Conf().Get("spark.sql.shuffle.partitions"), other.Conf().Get("spark.sql.shuffle.partitions")));
        Assert.Equal("tests", session.Conf().Get("spark.app.name"));
        Assert.StartsWith("3.5.", session.Version(), StringComparison.Ordinal);
    }

    [ServersFact(ServerHomes.Spark)]
    public async Task A_command_is_carried_out_at_once()
    {
        using var session = await SparkSessions.OpenAsync();
        session.Sql("SET spark.sql.shuffle.partitions = 5");
        Assert.Equal("5", session.Conf().Get("spark.sql.shuffle.partitions"));
        Assert.Equal(["key", "1"], Cells(session.Sql("SET key = 1").Collect().Single(), 2));
    }

    [ServersFact(ServerHomes.Spark)]
    public async Task A_session_is_found_again_until_it_is_stopped()
    {
        var (port, user) = ((await SparkServers.SharedAsync()).ConnectPort, SparkSessions.NewUser());
        using var session = SparkSessions.Open(port, user);
        Assert.Same(session, SparkSessions.Open(port, user));
        session.Stop();
        using var next = SparkSessions.Open(port, user);
        Assert.NotSame(session, next);
    }

    private static object?[] Cells(Row row, int count) => [.. Enumerable.Range(0, count).Select(row.Get)];

    private static string List(Row row, int index) => string.Join(',', row.GetAs<object[]>(index));
}
