using System.Text.Json;
using Npgsql;
using Streaming.Pipeline.Events;

namespace Streaming.Console.DeadLetters;

/// <summary>A dead letter in the index.</summary>
/// <param name="Number">Its offset in users_rejected.</param>
/// <param name="Topic">Where the record was read, with partition and offset; null when the raw row itself was refused.</param>
/// <param name="UserId">Null when the record's key is no id.</param>
/// <param name="State">One of <see cref="LetterState"/>.</param>
/// <param name="Actions">How many actions were begun on it.</param>
public sealed record Letter(
    long Number, string? Topic, int? Partition, long? Offset, long? RawSeq, string RunId, Guid? UserId, int Attempts, DateTimeOffset RejectedAt,
    IReadOnlyList<RuleViolation> Rules, string State, int Actions)
{
    public const string Columns =
        """letter, topic, partition, "offset", raw_seq, run_id, user_id, attempts, rejected_at, rules::text, state, actions""";

    public static readonly JsonSerializerOptions RulesJson = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Whether it is a record that the sink refused: as it is, it goes back to the topic that the sink reads.</summary>
    public bool IsOfSink => Topic == Topics.UsersProcessed.Name || Topic == Topics.UsersStats.Name;

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static Letter Read(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        row.IsDBNull(1) ? null : row.GetString(1),
        row.IsDBNull(2) ? null : row.GetInt32(2),
        row.IsDBNull(3) ? null : row.GetInt64(3),
        row.IsDBNull(4) ? null : row.GetInt64(4),
        row.GetString(5),
        row.IsDBNull(6) ? null : row.GetGuid(6),
        row.GetInt32(7),
        row.GetFieldValue<DateTimeOffset>(8),
        JsonSerializer.Deserialize<List<RuleViolation>>(row.GetString(9), RulesJson) ?? [],
        row.GetString(10),
        row.GetInt32(11));
}

/// <summary>A letter with what it is about.</summary>
/// <param name="Key">The key of the record that was refused.</param>
/// <param name="Original">The bytes that were refused.</param>
/// <param name="Raw">The raw row that it came from, where it is known and still there.</param>
/// <param name="Replays">How often it was replayed to the end, as it is.</param>
/// <param name="NewerSeq">The newest raw row of the same user, if there is one that is newer than the letter's.</param>
public sealed record LetterContent(Letter Letter, byte[] Key, byte[] Original, RawRow? Raw, int Replays, long? NewerSeq);

/// <summary>A row of raw_users.</summary>
public sealed record RawRow(Guid Id, string Payload, DateTimeOffset IngestedAt);

internal static class LetterState
{
    public const string Open = "open";
    public const string Replayed = "replayed";
    public const string Discarded = "discarded";

    public static readonly IReadOnlyList<string> All = [Open, Replayed, Discarded];
}
