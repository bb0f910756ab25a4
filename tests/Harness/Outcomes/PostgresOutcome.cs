using System.Text;
using Npgsql;

namespace Streaming.Tests.Harness.Outcomes;

/// <summary>The embedded way: tables and log are in PostgreSQL.</summary>
public sealed class PostgresOutcome(NpgsqlDataSource database) : PipelineOutcome
{
    public override async IAsyncEnumerable<(string Name, string Content)> DumpAsync()
    {
        foreach (var table in await TablesAsync())
        {
            await using var connection = await database.OpenConnectionAsync();
            await using var export = await connection.BeginRawBinaryCopyAsync($"copy {table} to stdout (format binary)");
            using var content = new MemoryStream();
            await export.CopyToAsync(content);
            yield return (table, Encoding.UTF8.GetString(content.ToArray()));
        }
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override Task<long> CountUsersAsync() => ScalarAsync("select count(*) from created_users");

    protected override Task<long> SumStatsAsync() => ScalarAsync("select coalesce(sum(count), 0)::bigint from user_stats");

    protected override Task<IReadOnlyList<StoredUser>> FetchUsersAsync() => ReadAsync(
        """
        select id, first_name, last_name, post_code, date_of_birth, registered_date, email, username, gender, nationality, city, state, latitude,
            longitude, picture
        from created_users
        """,
        row => new StoredUser(
            row.GetGuid(0), Text(row, 1), Text(row, 2), Text(row, 3), row.GetFieldValue<DateTimeOffset>(4), row.GetFieldValue<DateTimeOffset>(5), Text(row, 6),
            Text(row, 7), Text(row, 8), Text(row, 9), Text(row, 10), Text(row, 11), row.GetDouble(12), row.GetDouble(13), Text(row, 14)));

    protected override Task<IReadOnlyList<DeadLetter>> FetchRejectedAsync() =>
        ReadAsync("select key, value from log.records('users_rejected')", row => new DeadLetter(row.GetString(0), row.GetString(1)));

    protected override bool IsPassing(Exception failure) =>
        failure is NpgsqlException { IsTransient: true }
            or PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown };

    private Task<IReadOnlyList<string>> TablesAsync() => ReadAsync(
        "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname not in ('pg_catalog', 'information_schema')", row => row.GetString(0));

    private async Task<long> ScalarAsync(string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task<IReadOnlyList<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var command = database.CreateCommand(sql);
        await using var row = await command.ExecuteReaderAsync();
        List<T> all = [];
        while (await row.ReadAsync()) all.Add(read(row));
        return all;
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
