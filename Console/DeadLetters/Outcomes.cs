using Npgsql;
using Streaming.Console.Tables;
using Streaming.Pipeline.Events;

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
        var found = new Dictionary<long, ReplayOutcome>();
        var open = new List<(long Action, Guid Id, long IngestedAt)>();
        await using (var command = database.CreateCommand("""
            SELECT action, id, ingested_at,
                   (SELECT max(again.letter) FROM console.dead_letters again WHERE again.raw_seq = past.raw_seq AND again.letter > past.letter)
            FROM console.dead_letter_actions past JOIN (SELECT seq, id, ingested_at FROM raw_users) raw ON seq = raw_seq
            WHERE action = ANY ($1) AND state = 'done'
            """))
        {
            command.Parameters.Add(new() { Value = actions.Select(action => action.Number).ToArray() });
            await using var rows = await command.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
            {
                if (!rows.IsDBNull(3)) found[rows.GetInt64(0)] = new ReplayOutcome(Outcome.RejectedAgain, rows.GetInt64(3));
                else open.Add((rows.GetInt64(0), rows.GetGuid(1), Timestamps.ToMicros(rows.GetFieldValue<DateTimeOffset>(2))));
            }
        }

        if (open.Count == 0) return found;
        var versions = await tables.VersionsAsync([.. open.Select(one => one.Id).Distinct()], cancellationToken);
        foreach (var (action, id, ingestedAt) in open)
            found[action] = new ReplayOutcome(versions.TryGetValue(id, out var version) && version >= ingestedAt ? Outcome.Stored : Outcome.OnItsWay);
        return found;
    }
}
