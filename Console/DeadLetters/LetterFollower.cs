using System.Diagnostics;
using Npgsql;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Loops;
using Streaming.Pipeline.Queries;

namespace Streaming.Console.DeadLetters;

/// <summary>
/// Carries users_rejected into the index. It is no consumer group, whose offset retention would wait for while no console runs: its position is kept in the
/// database and moves on in the transaction that inserts the rows. Of several consoles one at a time holds the position.
/// </summary>
internal sealed class LetterFollower(ILog log, NpgsqlDataSource database, TimeProvider time, ILogger<LetterFollower> logger)
    : BackgroundLoop(LoopName, new LoopOptions(), time, logger)
{
    public const string LoopName = "dead-letters";

    private const int MostLetters = 2_000;
    private const int MostBytes = 8 * 1024 * 1024;
    private const int DroppedAtOnce = 5_000;

    private static readonly TopicPartition Source = Topics.UsersRejected[0];
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DropEvery = TimeSpan.FromMinutes(5);

    private readonly LetterBatch _batch = new();
    private long? _droppedAt;

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Idle, Time);
        do
        {
            Beat();
            await FollowAsync(cancellationToken);
            await DropOldAsync(cancellationToken);
            Recovered();
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>Brings the index up to where the topic ends now.</summary>
    internal async Task FollowAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var (_, end) = await log.GetOffsetsAsync(Source, cancellationToken);
        var position = await PositionAsync(cancellationToken);
        if (position > end)
        {
            throw new LoopFaultedException($"The index of dead letters is at {position} of {Source}, which ends at {end}: the log is another one. "
                + "Empty the tables console.dead_letters and console.dead_letter_position, run the console with the argument setup, and start it again.");
        }

        var (first, next) = (position, position);
        _batch.Clear();
        await foreach (var records in log.ReadAsync(Source, position, cancellationToken))
        {
            using (records)
            {
                foreach (var record in records)
                {
                    _batch.Add(record, records.AppendedAt);
                    next = record.Offset + 1;
                }
            }

            if (_batch.Count < MostLetters && _batch.Bytes < MostBytes) continue;
            position = await StoreAsync(position, next, cancellationToken);
        }

        // Behind the last record the log may have markers of transactions, which take offsets too.
        next = Math.Max(next, end);
        if (next > position) await StoreAsync(position, next, cancellationToken);
        if (next > first) Log.LettersIndexed(logger, first, next, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>Drops the letters that the topic does not keep any more; the actions on them stay.</summary>
    internal async Task DropOldAsync(CancellationToken cancellationToken)
    {
        if (_droppedAt is { } last && Time.GetElapsedTime(last) < DropEvery) return;
        var (start, _) = await log.GetOffsetsAsync(Source, cancellationToken);
        await using var drop = database.Query(
            """
            WITH old AS MATERIALIZED (SELECT letter FROM console.dead_letters WHERE letter < $1 ORDER BY letter LIMIT $2),
            gone AS (DELETE FROM console.dead_letter_rules WHERE letter IN (SELECT letter FROM old))
            DELETE FROM console.dead_letters WHERE letter IN (SELECT letter FROM old)
            """, start, DroppedAtOnce);
        while (await drop.ExecuteNonQueryAsync(cancellationToken) == DroppedAtOnce) Beat();
        _droppedAt = Time.GetTimestamp();
    }

    private async Task<long> PositionAsync(CancellationToken cancellationToken) =>
        await database.Query("SELECT next_offset FROM console.dead_letter_position").ScalarAsync(cancellationToken) as long?
        ?? throw new InvalidOperationException("console.dead_letter_position is empty. Run the console with the argument setup.");

    private async Task<long> StoreAsync(long position, long next, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var moved = await connection.Query("UPDATE console.dead_letter_position SET next_offset = $2 WHERE next_offset = $1", position, next)
            .DoAsync(cancellationToken);
        if (moved == 0) throw new IOException("Another console has moved the position on; reading from there.");
        if (_batch.Count > 0) await _batch.InsertAsync(connection, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        _batch.Clear();
        Beat();
        return next;
    }
}
