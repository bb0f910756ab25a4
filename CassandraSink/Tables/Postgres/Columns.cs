using Streaming.Pipeline.Events;

namespace Streaming.CassandraSink.Tables.Postgres;

/// <summary>The columns of created_users, and the statements made of them.</summary>
internal static class Columns
{
    public static readonly string All = string.Join(", ", UserFields.All.Select(info => info.Name));

    private static readonly string[] Data = [.. UserFields.All.Where(info => !UserVersion.IsPartOfKey(info.Field)).Select(info => info.Name)];

    /// <summary>Their definitions, for CREATE TABLE.</summary>
    public static readonly string Definitions =
        string.Join(",\n    ", UserFields.All.Select(info => $"{info.Name} {TypeOf(info.Field)}{Constraint(info.Field)}"));

    /// <summary>
    /// Merges staged versions into the table. As in Cassandra with USING TIMESTAMP, each column keeps the newest value that any version had for it:
    /// nothing else gives the same row in whatever order the versions come. carried has the columns whose value is older than the row, with that value's
    /// version; it is null in nearly every row.
    /// </summary>
    public static readonly string Merge = $"""
        INSERT INTO spark_streams.created_users AS kept ({All})
        SELECT {All} FROM staged
        ON CONFLICT (id) DO UPDATE SET
            ingested_at = GREATEST(kept.ingested_at, excluded.ingested_at),
            {string.Join(",\n    ", Data.Select(column => $"{column} = CASE WHEN {Takes(column)} THEN excluded.{column} ELSE kept.{column} END"))},
            carried = CASE WHEN kept.ingested_at < excluded.ingested_at AND num_nulls({Of("excluded")}) = 0 THEN NULL
                ELSE NULLIF(jsonb_strip_nulls(jsonb_build_object({string.Join(", ", Data.Select(column => $"'{column}', {Carried(column)}"))})), '{"{}"}') END
        WHERE kept.ingested_at < excluded.ingested_at
           OR kept.ingested_at > excluded.ingested_at AND ({string.Join(" OR ", Data.Select(Takes))})
        """;

    public static string TypeOf(UserField field) => field switch
    {
        UserField.Id => "uuid",
        UserField.Latitude or UserField.Longitude => "double precision",
        UserField.Age => "integer",
        UserField.DateOfBirth or UserField.RegisteredDate or UserField.IngestedAt or UserField.ProcessedAt => "timestamptz",
        _ => "text",
    };

    private static string Constraint(UserField field) => field switch
    {
        UserField.Id => " PRIMARY KEY",
        UserField.IngestedAt => " NOT NULL",
        _ => "",
    };

    private static string Of(string table) => string.Join(", ", Data.Select(column => $"{table}.{column}"));

    /// <summary>Whether the column takes the new version's value.</summary>
    private static string Takes(string column) =>
        $"(excluded.{column} IS NOT NULL AND (kept.{column} IS NULL OR {VersionOf(column)} < excluded.ingested_at))";

    private static string VersionOf(string column) => $"COALESCE((kept.carried->>'{column}')::timestamptz, kept.ingested_at)";

    /// <summary>The version of the column's value, where that is not the row's.</summary>
    private static string Carried(string column) =>
        $"NULLIF(CASE WHEN {Takes(column)} THEN excluded.ingested_at WHEN kept.{column} IS NOT NULL THEN {VersionOf(column)} END, " +
        "GREATEST(kept.ingested_at, excluded.ingested_at))";
}
