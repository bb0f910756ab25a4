using Streaming.CassandraSink.Tables;
using Streaming.Pipeline.Events;

namespace Streaming.Tests.Integration.CassandraSink;

internal sealed class PostgresStoreUnderTest(TablesUnderTest tables) : StoreUnderTest
{
    private static readonly string Columns = string.Join(", ", UserFields.All.Select(info => info.Name));

    public override ITableStore Store => tables.Tables;

    public override async Task<IReadOnlyDictionary<string, object?>?> FindAsync(Guid id) =>
        (await tables.QueryAsync($"SELECT {Columns} FROM spark_streams.created_users WHERE id = '{id}'")).SingleOrDefault() is { } row
            ? UserFields.All.ToDictionary(info => info.Name, info => Normal(row[(int)info.Field]))
            : null;

    public override Task<long> CountAsync() => tables.ScalarAsync<long>("SELECT count(*) FROM spark_streams.created_users");

    public override async Task<List<(string Country, DateTime Registered, Guid Id)>> PlacesAsync() =>
    [
        .. (await tables.QueryAsync("SELECT country, registered_date, id FROM spark_streams.users_by_country"))
            .Select(row => ((string)row[0]!, (DateTime)Normal(row[1])!, (Guid)row[2]!)),
    ];

    public override async Task<List<StatsRow>> StatsAsync() =>
    [
        .. (await tables.QueryAsync("SELECT window_start, nationality, gender, partition, count, late, final FROM spark_streams.user_stats"))
            .Select(row => new StatsRow(
                Timestamps.ToMicros((DateTime)row[0]!), (string)row[1]!, (string)row[2]!, (int)row[3]!, (long)row[4]!, (long)row[5]!, (bool)row[6]!)),
    ];

    public override ValueTask DisposeAsync() => tables.DisposeAsync();
}
