using Npgsql;

namespace Streaming.Console.DeadLetters;

/// <summary>Something that was done with a letter.</summary>
/// <param name="Kind">One of <see cref="ActionKind"/>.</param>
/// <param name="Job">The job that it was part of, if any.</param>
/// <param name="State">One of <see cref="ActionState"/>.</param>
/// <param name="RawSeq">The raw row that the letter came back in as.</param>
/// <param name="Result">In words, once it has ended.</param>
public sealed record LetterAction(
    long Number, long Letter, string Kind, long? Job, string By, DateTimeOffset At, string State, DateTimeOffset? FinishedAt, long? RawSeq, string? Result)
{
    public const string Columns = "action, letter, kind, job, by, at, state, finished_at, raw_seq, result";

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static LetterAction Read(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        row.GetInt64(1),
        row.GetString(2),
        row.IsDBNull(3) ? null : row.GetInt64(3),
        row.GetString(4),
        row.GetFieldValue<DateTimeOffset>(5),
        row.GetString(6),
        row.IsDBNull(7) ? null : row.GetFieldValue<DateTimeOffset>(7),
        row.IsDBNull(8) ? null : row.GetInt64(8),
        row.IsDBNull(9) ? null : row.GetString(9));
}

internal static class ActionKind
{
    /// <summary>Sent back as it is.</summary>
    public const string Replay = "replay";

    /// <summary>Sent back with other values.</summary>
    public const string Mend = "mend";

    public const string Discard = "discard";
}

internal static class ActionState
{
    /// <summary>At work, or left over by a console that died at work: to be done again, which stores nothing twice.</summary>
    public const string Begun = "begun";

    /// <summary>Begun, and begun anew by another action before it had ended.</summary>
    public const string Interrupted = "interrupted";

    public const string Failed = "failed";
    public const string Done = "done";
}
