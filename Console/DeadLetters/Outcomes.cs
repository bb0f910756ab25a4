using Npgsql;
using Streaming.Console.Tables;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Queries;

namespace Streaming.Console.DeadLetters;

/// <summary>What became of a letter that was replayed.</summary>
public enum Outcome
{
    /// <summary>Neither in the table nor rejected.</summary>
    OnItsWay,
    Stored,
    RejectedAgain,
}

/// <param name="Letter">The letter that it is again; null unless it was rejected again.</param>
public sealed record ReplayOutcome(Outcome Outcome, long? Letter = null);

/// <summary>Follows what came of replays: rejected again is what has another letter, stored what the table has in its version or a newer one.</summary>
internal sealed class Outcomes(NpgsqlDataSource database, ITables tables)
{
    /// <summary>The outcomes of actions by their number; of those only that brought the letter back in as a raw row.</summary>
    public async Task<IReadOnlyDictionary<long, ReplayOutcome>> FindAsync(IReadOnlyList<LetterAction> actions, CancellationToken cancellationToken)
    {
        var replays = await database.Query(
            """
            SELECT action, id, ingested_at,
                   (SELECT max(again.letter) FROM console.dead_letters again WHERE again.raw_seq = past.raw_seq AND again.letter > past.letter)
            FROM console.dead_letter_actions past JOIN (SELECT seq, id, ingested_at FROM raw_users) raw ON seq = raw_seq
            WHERE action = ANY ($1) AND state = 'done'
            """, actions.Select(action => action.Number).ToArray()).ListAsync(
            row => (Action: row.GetInt64(0), Id: row.GetGuid(1), Version: Timestamps.ToMicros(row.GetFieldValue<DateTimeOffset>(2)),
                Again: row.Optional<long?>(3)),
            cancellationToken);
        Guid[] open = [.. replays.Where(replay => replay.Again is null).Select(replay => replay.Id).Distinct()];
        var stored = open.Length == 0 ? new Dictionary<Guid, long>() : await tables.VersionsAsync(open, cancellationToken);
        return replays.ToDictionary(replay => replay.Action, replay => replay.Again is { } letter
            ? new ReplayOutcome(Outcome.RejectedAgain, letter)
            : new ReplayOutcome(stored.TryGetValue(replay.Id, out var version) && version >= replay.Version ? Outcome.Stored : Outcome.OnItsWay));
    }
}
