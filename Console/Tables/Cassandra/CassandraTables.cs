using Cassandra;
using Streaming.Pipeline.Tables.Cassandra;

namespace Streaming.Console.Tables.Cassandra;

/// <summary>The tables in Cassandra.</summary>
internal sealed class CassandraTables(CassandraConnection connection) : ITables
{
    /// <summary>Partitions that one statement asks for; the host that is asked asks the others for them.</summary>
    private const int PartitionsOfQuery = 60;

    private const int QueriesAtOnce = 8;

    private string CreatedUsers => $"{connection.Keyspace}.created_users";

    private string UsersByCountry => $"{connection.Keyspace}.users_by_country";

    public string Server => "Cassandra";

    public async Task<StoredUser?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        (await QueryAsync($"SELECT WRITETIME(ingested_at) AS version, {TableValues.Columns} FROM {CreatedUsers} WHERE id = ?", cancellationToken, id))
        .Select(row => TableValues.ToUser(id, row.GetValue<long>("version"), info => row[info.Name])).SingleOrDefault();

    public async Task<IReadOnlyList<Guid>> FindByEmailAsync(string email, int limit, CancellationToken cancellationToken) =>
        (await QueryAsync($"SELECT id FROM {CreatedUsers} WHERE email = ? LIMIT ?", cancellationToken, email, limit))
        .Select(row => row.GetValue<Guid>("id")).ToList();

    public async Task<IReadOnlyList<string>> CountriesAsync(CancellationToken cancellationToken) =>
        (await QueryAsync($"SELECT DISTINCT country FROM {UsersByCountry}", cancellationToken))
        .Select(row => row.GetValue<string>("country")).Order(StringComparer.Ordinal).ToList();

    public async Task<IReadOnlyList<UserPlace>> BrowseAsync(string country, UserPlace? after, int limit, CancellationToken cancellationToken)
    {
        var select = $"SELECT registered_date, id FROM {UsersByCountry} WHERE country = ?";
        var rows = after is null
            ? await QueryAsync($"{select} LIMIT ?", cancellationToken, country, limit)
            : await QueryAsync($"{select} AND (registered_date, id) > (?, ?) LIMIT ?", cancellationToken, country, after.RegisteredAt, after.Id, limit);
        return rows.Select(row => new UserPlace(country, row.GetValue<DateTimeOffset>("registered_date"), row.GetValue<Guid>("id"))).ToList();
    }

    public async Task<bool> IsPlacedAsync(UserPlace place, CancellationToken cancellationToken) => (await QueryAsync(
        $"SELECT id FROM {UsersByCountry} WHERE country = ? AND registered_date = ? AND id = ?", cancellationToken,
        place.Country, place.RegisteredAt, place.Id)).Count > 0;

    public async Task<IReadOnlyList<MinuteCount>> StatsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        // A window is a partition, so each minute of the range is asked for by name.
        var windows = new List<DateTimeOffset>();
        for (var window = Ceiling(from); window < to; window = window.AddMinutes(1)) windows.Add(window);
        var query = $"SELECT window_start, nationality, gender, count, late, final FROM {connection.Keyspace}.user_stats WHERE window_start IN ?";
        return
        [
            .. (await QueryAsync(query, windows, cancellationToken))
                .GroupBy(row => (
                    Window: row.GetValue<DateTimeOffset>("window_start"), Nationality: row.GetValue<string>("nationality"),
                    Gender: row.GetValue<string>("gender")))
                .OrderBy(rows => rows.Key.Window).ThenBy(rows => rows.Key.Nationality, StringComparer.Ordinal)
                .ThenBy(rows => rows.Key.Gender, StringComparer.Ordinal)
                .Select(rows => new MinuteCount(
                    rows.Key.Window, rows.Key.Nationality, rows.Key.Gender, rows.Sum(row => row.GetValue<long>("count")),
                    rows.Sum(row => row.GetValue<long>("late")), rows.All(row => row.GetValue<bool>("final")))),
        ];
    }

    public async Task<IReadOnlyDictionary<Guid, long>> VersionsAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken) =>
        (await QueryAsync($"SELECT id, WRITETIME(ingested_at) AS version FROM {CreatedUsers} WHERE id IN ?", ids, cancellationToken))
        .ToDictionary(row => row.GetValue<Guid>("id"), row => row.GetValue<long>("version"));

    private static DateTimeOffset Ceiling(DateTimeOffset time)
    {
        var utc = time.ToUniversalTime();
        var over = utc.Ticks % TimeSpan.TicksPerMinute;
        return over == 0 ? utc : utc.AddTicks(TimeSpan.TicksPerMinute - over);
    }

    /// <summary>Asks for all the keys, in lists of some of them, a few lists at once.</summary>
    private async Task<List<Row>> QueryAsync<TKey>(string cql, IReadOnlyList<TKey> keys, CancellationToken cancellationToken)
    {
        var found = new List<Row>(keys.Count);
        foreach (var some in keys.Distinct().Chunk(PartitionsOfQuery).Chunk(QueriesAtOnce))
        {
            var answers = await Task.WhenAll(some.Select(chunk => QueryAsync(cql, cancellationToken, [chunk])));
            foreach (var rows in answers) found.AddRange(rows);
        }

        return found;
    }

    private async Task<List<Row>> QueryAsync(string cql, CancellationToken cancellationToken, params object[] values)
    {
        var session = await connection.OpenAsync(cancellationToken);
        var rows = new List<Row>();
        for (byte[]? page = null; ;)
        {
            // With auto page the next page would be fetched by a call that blocks.
            IStatement statement = new SimpleStatement(cql, values);
            statement = page is null ? statement.SetAutoPage(false) : statement.SetPagingState(page);
            var answer = await session.ExecuteAsync(statement).WaitAsync(cancellationToken);
            rows.AddRange(answer.GetRows());
            page = answer.PagingState;
            if (page is null) return rows;
        }
    }
}
