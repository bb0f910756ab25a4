using Npgsql;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Queries;

namespace Streaming.Console.Tables.Postgres;

/// <summary>The tables in PostgreSQL.</summary>
internal sealed class PostgresTables(NpgsqlDataSource database) : ITables
{
    private const int MostCountries = 1_000;

    /// <summary>From one country to the next by the index, for DISTINCT would read all of it.</summary>
    private static readonly string Countries = $"""
        WITH RECURSIVE countries (country) AS (
            (SELECT country FROM spark_streams.created_users WHERE country IS NOT NULL ORDER BY country LIMIT 1)
            UNION ALL
            SELECT (SELECT u.country FROM spark_streams.created_users u WHERE u.country > countries.country ORDER BY u.country LIMIT 1)
            FROM countries WHERE country IS NOT NULL
        )
        SELECT country FROM countries WHERE country IS NOT NULL LIMIT {MostCountries}
        """;

    public string Server => "PostgreSQL";

    public async Task<StoredUser?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        var rows = await database.Query($"SELECT {TableValues.Columns} FROM spark_streams.created_users WHERE id = $1", id).ListAsync(
            row => TableValues.ToUser(id, Micros(row, (int)UserField.IngestedAt), info => row.IsDBNull((int)info.Field) ? null : row.GetValue((int)info.Field)),
            cancellationToken);
        return rows.SingleOrDefault();
    }

    public async Task<IReadOnlyList<Guid>> FindByEmailAsync(string email, int limit, CancellationToken cancellationToken) => await database
        .Query("SELECT id FROM spark_streams.created_users WHERE email = $1 LIMIT $2", email, limit).ListAsync(row => row.GetGuid(0), cancellationToken);

    public async Task<IReadOnlyList<string>> CountriesAsync(CancellationToken cancellationToken) =>
        (await database.Query(Countries).ListAsync(row => row.GetString(0), cancellationToken)).Order(StringComparer.Ordinal).ToList();

    public async Task<IReadOnlyList<UserPlace>> BrowseAsync(string country, UserPlace? after, int limit, CancellationToken cancellationToken)
    {
        const string select = "SELECT registered_date, id FROM spark_streams.users_by_country WHERE country = $1 AND registered_date IS NOT NULL";
        const string order = "ORDER BY registered_date, id LIMIT $2";
        var page = after is null
            ? database.Query($"{select} {order}", country, limit)
            : database.Query($"{select} AND (registered_date, id) > ($3, $4) {order}", country, limit, after.RegisteredAt, after.Id);
        return await page.ListAsync(Place, cancellationToken);

        UserPlace Place(NpgsqlDataReader row) => new(country, row.GetFieldValue<DateTimeOffset>(0), row.GetGuid(1));
    }

    public async Task<bool> IsPlacedAsync(UserPlace place, CancellationToken cancellationToken) => await database
        .Query(
            "SELECT true FROM spark_streams.users_by_country WHERE country = $1 AND registered_date = $2 AND id = $3",
            place.Country, place.RegisteredAt, place.Id)
        .ScalarAsync(cancellationToken) is true;

    public async Task<IReadOnlyList<MinuteCount>> StatsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        await database.Query(
            """
            SELECT window_start, nationality, gender, sum(count)::bigint, sum(late)::bigint, bool_and(final)
            FROM spark_streams.user_stats WHERE window_start >= $1 AND window_start < $2
            GROUP BY window_start, nationality, gender ORDER BY window_start, nationality, gender
            """, from.ToUniversalTime(), to.ToUniversalTime()).ListAsync(
            row => new MinuteCount(
                row.GetFieldValue<DateTimeOffset>(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4), row.GetBoolean(5)),
            cancellationToken);

    public async Task<IReadOnlyDictionary<Guid, long>> VersionsAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken) => (await database
        .Query("SELECT id, ingested_at FROM spark_streams.created_users WHERE id = ANY ($1)", ids.ToArray())
        .ListAsync(row => KeyValuePair.Create(row.GetGuid(0), Micros(row, 1)), cancellationToken)).ToDictionary();

    private static long Micros(NpgsqlDataReader row, int column) => Timestamps.ToMicros(row.GetFieldValue<DateTimeOffset>(column));
}
