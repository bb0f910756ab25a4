using System.Diagnostics.Metrics;
using Cassandra;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Streaming.CassandraSink;
using Streaming.CassandraSink.Tables;
using Streaming.CassandraSink.Tables.Cassandra;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Tables.Cassandra;
using CassandraOptions = Streaming.CassandraSink.Tables.Cassandra.CassandraOptions;

namespace Streaming.Tests.Integration.CassandraSink;

/// <summary>The tables in a keyspace of their own on the shared server, or on one that the test may stop.</summary>
internal sealed class CassandraStoreUnderTest : StoreUnderTest
{
    private static int _keyspaces;

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly SinkMetrics _metrics;
    private readonly CassandraConnection _connection;

    private CassandraStoreUnderTest(string connectionString, CassandraOptions options, SinkOptions limits)
    {
        Keyspace = $"sink_{Interlocked.Increment(ref _keyspaces)}";
        _metrics = new SinkMetrics(_services.GetRequiredService<IMeterFactory>());
        _connection = new CassandraConnection($"{connectionString};Default Keyspace={Keyspace}", options);
        Store = new CassandraTables(_connection, Options.Create(options), Options.Create(limits), _metrics, TimeProvider.System);
    }

    public string Keyspace { get; }

    public override ITableStore Store { get; }

    public static async Task<CassandraStoreUnderTest> CreateAsync(
        CassandraServer? server = null, CassandraOptions? options = null, SinkOptions? limits = null)
    {
        server ??= await CassandraServer.SharedAsync();
        var created = new CassandraStoreUnderTest(server.ConnectionString, options ?? new CassandraOptions(), limits ?? new SinkOptions());
        await created.Store.SetUpAsync(CancellationToken.None);
        return created;
    }

    public async Task<List<Row>> QueryAsync(string cql, params object?[] values)
    {
        var session = await _connection.OpenAsync(CancellationToken.None);
        var rows = await session.ExecuteAsync(new SimpleStatement(cql, values).SetReadTimeoutMillis((int)Wait.Limit.TotalMilliseconds));
        return await Task.Run(() => rows.GetRows().ToList());
    }

    public override async Task<IReadOnlyDictionary<string, object?>?> FindAsync(Guid id) =>
        (await QueryAsync($"SELECT * FROM {Keyspace}.created_users WHERE id = ?", id)).SingleOrDefault() is { } row
            ? UserFields.All.ToDictionary(info => info.Name, info => Normal(row[info.Name]))
            : null;

    public override async Task<long> CountAsync() => (await QueryAsync($"SELECT count(*) FROM {Keyspace}.created_users")).Single().GetValue<long>(0);

    public override async Task<List<(string Country, DateTime Registered, Guid Id)>> PlacesAsync() =>
    [
        .. (await QueryAsync($"SELECT country, registered_date, id FROM {Keyspace}.users_by_country"))
            .Select(row => (row.GetValue<string>(0), (DateTime)Normal(row[1])!, row.GetValue<Guid>(2))),
    ];

    public override async Task<List<StatsRow>> StatsAsync() =>
    [
        .. (await QueryAsync($"SELECT window_start, nationality, gender, partition, count, late, final FROM {Keyspace}.user_stats")).Select(row => new StatsRow(
            Timestamps.ToMicros(row.GetValue<DateTimeOffset>(0)), row.GetValue<string>(1), row.GetValue<string>(2), row.GetValue<int>(3),
            row.GetValue<long>(4), row.GetValue<long>(5), row.GetValue<bool>(6))),
    ];

    public override async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _metrics.Dispose();
        await _services.DisposeAsync();
    }
}
