using System.Diagnostics;
using Npgsql;

namespace Streaming.Tests.Benchmarks;

/// <summary>The physical limit that the pipeline is held against: one COPY of the rows of <c>created_users</c> into one table.</summary>
internal static class CopyLimit
{
    public static async Task<double> MeasureAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = new MemoryStream();
        await using (var export = await connection.BeginRawBinaryCopyAsync("copy created_users to stdout (format binary)", cancellationToken))
        {
            await export.CopyToAsync(rows, cancellationToken);
        }

        var count = (long)(await ScalarAsync(connection, "select count(*) from created_users", cancellationToken))!;
        await ScalarAsync(connection, "create table copy_limit (like created_users)", cancellationToken);
        rows.Position = 0;
        var started = Stopwatch.GetTimestamp();
        await using (var import = await connection.BeginRawBinaryCopyAsync("copy copy_limit from stdin (format binary)", cancellationToken))
        {
            await rows.CopyToAsync(import, cancellationToken);
        }

        var rate = count / Stopwatch.GetElapsedTime(started).TotalSeconds;
        await ScalarAsync(connection, "drop table copy_limit", cancellationToken);
        return rate;
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
