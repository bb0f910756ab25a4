using Cassandra;

namespace Streaming.Tests.Integration.CassandraDriver;

public sealed class PagingTests
{
    private const int Rows = 10_000;
    private const int PageSize = 997;

    [ServersFact(ServerHomes.Cassandra)]
    public async Task All_rows_come_page_by_page_in_each_of_the_three_ways()
    {
        await using var cql = await CqlSession.OpenAsync();
        await cql.ExecuteAsync("CREATE TABLE t (part int, id int, PRIMARY KEY (part, id))");
        var insert = await cql.Session.PrepareAsync("INSERT INTO t (part, id) VALUES (1, ?)");
        foreach (var chunk in Enumerable.Range(0, Rows).Chunk(1000))
            await Task.WhenAll(chunk.Select(id => cql.Session.ExecuteAsync(insert.Bind(id))));

        var select = await cql.Session.PrepareAsync("SELECT id FROM t WHERE part = 1");
        Assert.Equal(Enumerable.Range(0, Rows), await EnumeratedAsync(cql.Session, select));
        Assert.Equal(Enumerable.Range(0, Rows), await FetchedAsync(cql.Session, select));
        Assert.Equal(Enumerable.Range(0, Rows), await ByStateAsync(cql.Session, select));
    }

    private static async Task<List<int>> EnumeratedAsync(ISession session, PreparedStatement select)
    {
        var rows = await session.ExecuteAsync(select.Bind().SetPageSize(PageSize));
        Assert.False(rows.IsFullyFetched);
        return await Task.Run(() => rows.Select(row => row.GetValue<int>(0)).ToList());
    }

    private static async Task<List<int>> FetchedAsync(ISession session, PreparedStatement select)
    {
        var rows = await session.ExecuteAsync(select.Bind().SetPageSize(PageSize));
        while (!rows.IsFullyFetched) await rows.FetchMoreResultsAsync();
        Assert.Equal(Rows, rows.GetAvailableWithoutFetching());
        var ids = rows.Select(row => row.GetValue<int>(0)).ToList();
        Assert.True(rows.IsExhausted());
        Assert.Empty(rows);
        return ids;
    }

    private static async Task<List<int>> ByStateAsync(ISession session, PreparedStatement select)
    {
        var ids = new List<int>();
        byte[]? state = null;
        do
        {
            var statement = select.Bind().SetPageSize(PageSize).SetAutoPage(false);
            if (state is not null) statement.SetPagingState(state);
            var rows = await session.ExecuteAsync(statement);
            Assert.InRange(rows.GetAvailableWithoutFetching(), 1, PageSize);
            state = rows.PagingState;
            ids.AddRange(rows.Select(row => row.GetValue<int>(0)));
        }
        while (state is not null);
        return ids;
    }
}
