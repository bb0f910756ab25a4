using Streaming.Console.Tables;
using Streaming.Console.Tables.Cassandra;
using Streaming.Console.Tables.Postgres;
using Streaming.Pipeline.Tables.Cassandra;
using Streaming.Tests.Integration.CassandraSink;

namespace Streaming.Tests.Integration.Console.Tables;

[SkipReason(nameof(Skip))]
public sealed class PostgresTablesReadTests : TablesReadContract
{
    public static string? Skip => PostgresRequirement.SkipReason;

    private protected override async Task<(StoreUnderTest Store, ITables Tables)> CreateAsync()
    {
        var tables = await TablesUnderTest.CreateAsync();
        return (new PostgresStoreUnderTest(tables), new PostgresTables(tables.Source));
    }
}

[SkipReason(nameof(Skip))]
public sealed class CassandraTablesReadTests : TablesReadContract, IAsyncDisposable
{
    private CassandraConnection? _connection;

    public static string? Skip => ServerHomes.SkipReason(ServerHomes.Cassandra);

    private protected override async Task<(StoreUnderTest Store, ITables Tables)> CreateAsync()
    {
        var store = await CassandraStoreUnderTest.CreateAsync();
        var server = await CassandraServer.SharedAsync();
        _connection = new CassandraConnection($"{server.ConnectionString};Default Keyspace={store.Keyspace}", new CassandraConnectionOptions());
        return (store, new CassandraTables(_connection));
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null) await _connection.DisposeAsync();
    }
}
