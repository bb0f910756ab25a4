using System.Text.RegularExpressions;

namespace Streaming.Pipeline.Log.Postgres;

/// <summary>The statements on one topic's table. Their texts are made once, as prepared statements are found by their text.</summary>
internal sealed partial class TopicSql
{
    /// <summary>Rows that one read looks at per partition, however few bytes they have.</summary>
    private const int MostRows = 1000;

    public TopicSql(string topic)
    {
        var table = $"log.\"{Checked(topic, nameof(topic))}\"";

        Append = $"""
            WITH counter AS (
                UPDATE log.partitions SET next_offset = next_offset + $2 WHERE topic = '{topic}' AND partition = $1 RETURNING next_offset - $2 AS base)
            INSERT INTO {table} (partition, base_offset, record_count, appended_at, records)
            VALUES ($1, (SELECT base FROM counter), $2, clock_timestamp(), $3)
            """;

        // The batch that an offset lies in is the last one that begins at or before it.
        var from = $"coalesce((SELECT max(base_offset) FROM {table} WHERE partition = $1 AND base_offset <= $2), 0)";
        Read = $"""
            SELECT base_offset, record_count, appended_at, octet_length(records), records
            FROM (SELECT *, sum(octet_length(records)) OVER (ORDER BY base_offset ROWS UNBOUNDED PRECEDING) - octet_length(records) AS bytes_before
                  FROM (SELECT * FROM {table} WHERE partition = $1 AND base_offset >= {from} AND base_offset + record_count > $2
                        ORDER BY base_offset LIMIT {MostRows}) batches) summed
            WHERE bytes_before < $3 ORDER BY base_offset
            """;

        FirstAppendedAt = $"""
            SELECT appended_at FROM {table}
            WHERE partition = $1 AND base_offset >= {from} AND base_offset + record_count > $2 ORDER BY base_offset LIMIT 1
            """;

        Offsets = $"""
            SELECT coalesce((SELECT min(base_offset) FROM {table} WHERE partition = $1), next_offset), next_offset
            FROM log.partitions WHERE topic = '{topic}' AND partition = $1
            """;

        // Only from the front, so that a clock that was set back leaves no gap.
        Trim = $"""
            DELETE FROM {table} WHERE partition = $1 AND base_offset IN (
                SELECT base_offset FROM (
                    SELECT base_offset, bool_and(appended_at < clock_timestamp() - $2 AND base_offset + record_count <= read_by_all)
                           OVER (ORDER BY base_offset) AS done
                    FROM (SELECT base_offset, record_count, appended_at FROM {table} WHERE partition = $1 ORDER BY base_offset LIMIT $3) oldest,
                         (SELECT coalesce(min(coalesce(committed, 0)), {long.MaxValue}) AS read_by_all
                          FROM unnest($4) AS reader (group_name)
                          LEFT JOIN log.leases ON leases.group_name = reader.group_name AND topic = '{topic}' AND leases.partition = $1) groups) judged
                WHERE done)
            """;
    }

    public string Append { get; }

    public string Read { get; }

    public string FirstAppendedAt { get; }

    public string Offsets { get; }

    public string Trim { get; }

    public static string TopicChannel(string topic) => "log.topic." + topic;

    public static string GroupChannel(string group) => "log.group." + group;

    /// <summary>Names stand in SQL as they are, so nothing else may be in them.</summary>
    public static string Checked(string name, string parameter) =>
        Name().IsMatch(name) ? name : throw new ArgumentException($"'{name}' is not 1 to 48 lower-case letters, digits, underscores and hyphens.", parameter);

    [GeneratedRegex(@"\A[a-z0-9_-]{1,48}\z")]
    private static partial Regex Name();
}
