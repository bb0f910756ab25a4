using Npgsql;

namespace Streaming.Console.DeadLetters;

/// <summary>Letters with what they are about, the rows of raw_users among it.</summary>
internal static class LetterContents
{
    /// <summary>To be selected behind those of <see cref="Letter"/>.</summary>
    public const string Columns = """
        record_key, original, id, payload, ingested_at,
        (SELECT count(*)::int FROM console.dead_letter_actions past WHERE past.letter = dead_letters.letter AND past.kind = 'replay' AND past.state = 'done'),
        (SELECT max(newer.seq) FROM raw_users newer WHERE newer.id = raw.id AND newer.seq > raw_seq)
        """;

    /// <summary>To be joined to <c>console.dead_letters</c>.</summary>
    public const string WithRaw = "LEFT JOIN (SELECT seq, id, payload, ingested_at FROM raw_users) raw ON seq = raw_seq";

    private const int First = 12;

    public static LetterContent Read(NpgsqlDataReader row) => new(
        Letter.Read(row),
        row.GetFieldValue<byte[]>(First),
        row.GetFieldValue<byte[]>(First + 1),
        row.IsDBNull(First + 2) ? null : new RawRow(row.GetGuid(First + 2), row.GetString(First + 3), row.GetFieldValue<DateTimeOffset>(First + 4)),
        row.GetInt32(First + 5),
        row.IsDBNull(First + 6) ? null : row.GetInt64(First + 6));
}
