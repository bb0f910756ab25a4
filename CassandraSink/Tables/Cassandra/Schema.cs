using Streaming.Pipeline.Events;

namespace Streaming.CassandraSink.Tables.Cassandra;

/// <summary>A table's columns with their types, the partition key's first, then the clustering key's.</summary>
internal sealed record TableShape(string Name, string Comment, int PartitionKeys, int ClusteringKeys, IReadOnlyList<(string Name, string Type)> Columns)
{
    /// <summary>The statement that makes the table where it is not there.</summary>
    public string Create(string keyspace)
    {
        var partition = string.Join(", ", Columns.Take(PartitionKeys).Select(column => column.Name));
        var clustering = string.Concat(Columns.Skip(PartitionKeys).Take(ClusteringKeys).Select(column => $", {column.Name}"));
        var columns = string.Join(", ", Columns.Select(column => $"{column.Name} {column.Type}"));
        return $"CREATE TABLE IF NOT EXISTS {keyspace}.{Name} ({columns}, PRIMARY KEY (({partition}){clustering})) WITH comment = '{Comment}'";
    }

    /// <summary>The kind of a column as system_schema.columns has it.</summary>
    public string KindOf(int column) =>
        column < PartitionKeys ? "partition_key" : column < PartitionKeys + ClusteringKeys ? "clustering" : "regular";
}

/// <summary>
/// The tables. What they are compacted by, and how long their tombstones stay, is the server's default: rows are written about once, and only moves of
/// users leave tombstones.
/// </summary>
internal static class Schema
{
    public static readonly TableShape CreatedUsers = new(
        "created_users",
        "Users by id: of each field the newest value that an accepted version had. A value''s version, in microseconds, is its WRITETIME.",
        1, 0, [.. UserFields.All.Select(info => (info.Name, TypeOf(info.Field)))]);

    public static readonly TableShape UsersByCountry = new(
        "users_by_country", "Where each user of created_users is, by country and date of registration: the rest is there, by id.",
        1, 2, [("country", "text"), ("registered_date", "timestamp"), ("id", "uuid")]);

    public static readonly TableShape UserStats = new(
        "user_stats",
        "Accepted users by the minute of ingested_at. A window''s total is the sum over its partitions, which are those of users_created.",
        1, 3,
        [
            ("window_start", "timestamp"), ("nationality", "text"), ("gender", "text"), ("partition", "int"), ("count", "bigint"), ("late", "bigint"),
            ("final", "boolean"),
        ]);

    public static readonly IReadOnlyList<TableShape> Tables = [CreatedUsers, UsersByCountry, UserStats];

    /// <summary>For who looks for a user by e-mail, as the console does.</summary>
    public static string UsersByEmail(string keyspace) =>
        $"CREATE INDEX IF NOT EXISTS created_users_by_email ON {keyspace}.{CreatedUsers.Name} (email) USING 'sai'";

    public static string TypeOf(UserField field) => field switch
    {
        UserField.Id => "uuid",
        UserField.Latitude or UserField.Longitude => "double",
        UserField.Age => "int",
        UserField.DateOfBirth or UserField.RegisteredDate or UserField.IngestedAt or UserField.ProcessedAt => "timestamp",
        _ => "text",
    };
}
