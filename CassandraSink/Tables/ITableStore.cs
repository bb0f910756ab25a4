using Streaming.Pipeline.Events;

namespace Streaming.CassandraSink.Tables;

/// <summary>
/// The tables that the sink keeps. Rows are added, encoded as the store wants them, and written together. One caller at a time.
/// Writing is idempotent and commutative: whatever the order and the repetitions, each field ends with the value of the newest version that has one.
/// </summary>
internal interface ITableStore : IAsyncDisposable
{
    /// <summary>The store's name as OpenTelemetry's <c>db.system.name</c> has it.</summary>
    string System { get; }

    /// <summary>Rows added since the last write.</summary>
    int Count { get; }

    /// <summary>Bytes of these rows.</summary>
    int Bytes { get; }

    /// <summary>Creates the tables that do not exist yet. Only the setup step calls it.</summary>
    Task SetUpAsync(CancellationToken cancellationToken);

    /// <summary>Adds a version of a user.</summary>
    /// <param name="record">The caller's number for the row; a refusal names it.</param>
    /// <param name="ingestedAt">The version, in microseconds since 1970.</param>
    /// <returns>False when a field cannot be a value of its column; <paramref name="violation"/> says which one.</returns>
    bool TryAdd(int record, UserRow user, out long ingestedAt, out RuleViolation violation);

    /// <summary>Adds a version of a count: a later one is greater, as counts only grow.</summary>
    void Add(int record, StatsRow stats);

    /// <summary>Drops the rows that were added and not written.</summary>
    void Clear();

    /// <summary>
    /// Writes the rows that were added, and forgets them. When it returns each of them is durable, superseded by a newer version, or among the refused.
    /// When it throws, nobody knows which of them were written: add and write them again.
    /// </summary>
    /// <exception cref="TimeoutException">The store did not acknowledge in time.</exception>
    Task<WriteResult> WriteAsync(CancellationToken cancellationToken);
}

/// <summary>What became of the rows of a write.</summary>
/// <param name="Upserted">Rows that changed a table.</param>
/// <param name="Stale">Rows that a newer, or the same, version had already made superfluous.</param>
/// <param name="Refused">Rows that the server refuses for what is in them.</param>
internal readonly record struct WriteResult(int Upserted, int Stale, IReadOnlyList<Refusal> Refused);

/// <summary>A row that the server refuses for itself: it would at any other time too.</summary>
/// <param name="Record">The row's number, as the caller gave it.</param>
/// <param name="Reason">The server's own words.</param>
internal readonly record struct Refusal(int Record, string Reason);
