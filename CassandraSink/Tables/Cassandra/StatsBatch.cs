using Streaming.Pipeline.Events;

namespace Streaming.CassandraSink.Tables.Cassandra;

/// <summary>Counts to be written. They come a few a second.</summary>
internal sealed class StatsBatch
{
    private readonly List<(int Record, StatsRow Row)> _rows = [];

    public int Count => _rows.Count;

    public void Add(int record, StatsRow row) => _rows.Add((record, row));

    public void Clear() => _rows.Clear();

    /// <summary>Writes the counts; returns how many. What was refused, the window knows.</summary>
    public async Task<int> WriteAsync(RequestWindow window, PreparedStatements statements, CancellationTokenSource deadline)
    {
        var refused = window.Refused.Count;
        foreach (var (record, row) in _rows)
        {
            var statement = statements.UpsertStats.Bind(
                Timestamps.ToDateTimeOffset(row.WindowStart), row.Nationality, row.Gender, row.Partition, row.Count, row.Late, row.Final, Version(row));
            await window.SendAsync(Request.Of(statement, record), deadline);
        }

        await window.DrainAsync(deadline);
        return _rows.Count - (window.Refused.Count - refused);
    }

    /// <summary>
    /// A count only grows, and its window closes once, so this grows with each version of a row. It starts at the window, in microseconds, to look like
    /// the time that a timestamp is.
    /// </summary>
    private static long Version(StatsRow row) => row.WindowStart + (2 * row.Count) + (row.Final ? 1 : 0);
}
