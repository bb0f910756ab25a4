using Cassandra;
using ISession = Cassandra.ISession;

namespace Streaming.CassandraSink.Tables.Cassandra;

/// <summary>The statements that the sink executes. Each is idempotent, and all writes carry their timestamp.</summary>
internal sealed class PreparedStatements
{
    /// <summary>A version of a user: its fields in their order, then the timestamp.</summary>
    public required PreparedStatement UpsertUser { get; init; }

    /// <summary>The places of the users of a list of ids.</summary>
    public required PreparedStatement LookUp { get; init; }

    /// <summary>A row of users_by_country: the timestamp behind the key.</summary>
    public required PreparedStatement Place { get; init; }

    /// <summary>Deletes such a row: the timestamp before the key.</summary>
    public required PreparedStatement Displace { get; init; }

    public required PreparedStatement UpsertStats { get; init; }

    public static async Task<PreparedStatements> PrepareAsync(ISession session, string keyspace, CancellationToken cancellationToken)
    {
        return new PreparedStatements
        {
            UpsertUser = await PrepareAsync(Insert(Schema.CreatedUsers)),
            LookUp = await PrepareAsync(
                $"SELECT id, country, registered_date, WRITETIME(country), WRITETIME(registered_date), WRITETIME(ingested_at) " +
                $"FROM {keyspace}.created_users WHERE id IN ?"),
            Place = await PrepareAsync(Insert(Schema.UsersByCountry)),
            Displace = await PrepareAsync(
                $"DELETE FROM {keyspace}.users_by_country USING TIMESTAMP ? WHERE country = ? AND registered_date = ? AND id = ?"),
            UpsertStats = await PrepareAsync(Insert(Schema.UserStats)),
        };

        async Task<PreparedStatement> PrepareAsync(string query) => (await session.PrepareAsync(query).WaitAsync(cancellationToken)).SetIdempotence(true);

        string Insert(TableShape table)
        {
            var columns = string.Join(", ", table.Columns.Select(column => column.Name));
            var markers = string.Join(", ", table.Columns.Select(_ => "?"));
            return $"INSERT INTO {keyspace}.{table.Name} ({columns}) VALUES ({markers}) USING TIMESTAMP ?";
        }
    }
}
