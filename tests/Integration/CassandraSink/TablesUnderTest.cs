using Microsoft.Extensions.Options;
using Npgsql;
using Streaming.CassandraSink;
using Streaming.CassandraSink.Tables;
using Streaming.CassandraSink.Tables.Postgres;
using Streaming.Pipeline.Events;
using Streaming.Tests.Integration.Servers;

namespace Streaming.Tests.Integration.CassandraSink;

/// <summary>The tables in a database of their own, and a way to look at them.</summary>
internal sealed class TablesUnderTest : IAsyncDisposable
{
    private TablesUnderTest(string connectionString, SinkOptions options)
    {
        Source = NpgsqlDataSource.Create(connectionString);
        Tables = new PostgresTables(Source, Options.Create(options));
    }

    public NpgsqlDataSource Source { get; }

    public PostgresTables Tables { get; }

    public static async Task<TablesUnderTest> CreateAsync(string? connectionString = null, SinkOptions? options = null)
    {
        var created = new TablesUnderTest(connectionString ?? await PostgresServer.CreateDatabaseAsync(), options ?? new SinkOptions());
        await created.Tables.SetUpAsync(CancellationToken.None);
        return created;
    }

    public Task<WriteResult> WriteAsync(params UserRow[] users)
    {
        for (var i = 0; i < users.Length; i++)
            Assert.True(Tables.TryAdd(i, users[i], out _, out var violation), violation.ToString());
        return Tables.WriteAsync(CancellationToken.None);
    }

    /// <summary>Rows as arrays of their columns.</summary>
    public async Task<List<object?[]>> QueryAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object?[]>();
        while (await reader.ReadAsync())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        return rows;
    }

    public async Task<T> ScalarAsync<T>(string sql) => (T)(await QueryAsync(sql)).Single()[0]!;

    public async ValueTask DisposeAsync()
    {
        await Tables.DisposeAsync();
        await Source.DisposeAsync();
    }
}
