using Npgsql;
using Streaming.Pipeline.Events;

namespace Streaming.CassandraSink.Tables.Postgres;

/// <summary>Counts to be written. They come a few a second, so there is one statement over arrays. A count only grows, so the greatest is the newest.</summary>
internal sealed class StatsBatch : ITableBatch
{
    private const string Upsert = """
        INSERT INTO spark_streams.user_stats AS kept (window_start, nationality, gender, partition, count, late, final)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (window_start, nationality, gender, partition) DO UPDATE
        SET count = excluded.count, late = excluded.late, final = excluded.final
        WHERE (kept.count, kept.late, kept.final) < (excluded.count, excluded.late, excluded.final)
        """;

    private readonly List<(int Record, StatsRow Row)> _rows = [];

    public int Count => _rows.Count;

    public int RecordAt(int index) => _rows[index].Record;

    public void Add(int record, StatsRow row) => _rows.Add((record, row));

    public void Clear() => _rows.Clear();

    public async Task<int> WriteAsync(NpgsqlConnection connection, int start, int count, bool trustLookup, CancellationToken cancellationToken)
    {
        var rows = Newest(start, count);
        await using var command = new NpgsqlCommand(Upsert, connection)
        {
            Parameters =
            {
                Array(rows, row => Timestamps.ToDateTime(row.WindowStart)),
                Array(rows, row => row.Nationality),
                Array(rows, row => row.Gender),
                Array(rows, row => row.Partition),
                Array(rows, row => row.Count),
                Array(rows, row => row.Late),
                Array(rows, row => row.Final),
            },
        };
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The greatest row of each key, in the order of the keys, so that two writers never wait for each other.</summary>
    private List<StatsRow> Newest(int start, int count) =>
    [
        .. _rows.Skip(start).Take(count)
            .GroupBy(entry => (entry.Row.WindowStart, entry.Row.Nationality, entry.Row.Gender, entry.Row.Partition), entry => entry.Row)
            .OrderBy(versions => versions.Key)
            .Select(versions => versions.MaxBy(row => (row.Count, row.Late, row.Final))!),
    ];

    private static NpgsqlParameter<T[]> Array<T>(List<StatsRow> rows, Func<StatsRow, T> column) => new() { TypedValue = [.. rows.Select(column)] };
}
