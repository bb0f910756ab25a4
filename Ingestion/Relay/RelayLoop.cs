using System.Diagnostics;
using Microsoft.Extensions.Options;
using Npgsql;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Loops;

namespace Streaming.Ingestion.Relay;

/// <summary>
/// Carries raw rows to the log by logical replication. The order of three steps keeps everything: take rows, append them, and only then acknowledge
/// to PostgreSQL the last transaction that is in the log as a whole.
/// </summary>
internal sealed class RelayLoop(
    ILog log, ReplicationSlot slot, RelayConnection connection, SchemaCatalog schemas, RelayPosition position,
    IOptions<RelayOptions> options, IngestionMetrics metrics, TimeProvider time, ILogger<RelayLoop> logger)
    : BackgroundLoop(LoopName, new LoopOptions(), time, logger)
{
    public const string LoopName = "relay";

    private static readonly TimeSpan IdleTurn = TimeSpan.FromSeconds(1);

    private readonly RelayOptions _options = options.Value;

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        await slot.CheckAsync(cancellationToken);
        var tail = await LogTail.ReadAsync(log, cancellationToken);
        position.StartAt(tail.Seq);
        Log.RelayStarted(logger, slot.Name, Timestamps.ToDateTime(tail.IngestedAt));

        // A run of its own token, so that whichever half fails stops the other.
        using var run = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var producer = log.CreateProducer();
        await using var stream = await ReplicationStream.OpenAsync(connection.ConnectionString, slot.Name, run.Token);
        var ids = await schemas.GetAsync(cancellationToken);
        using var filling = new RelayBatch(ids, log.System, Time);
        using var sending = new RelayBatch(ids, log.System, Time);
        var turn = new Turn(stream, producer, tail.IngestedAt, filling, sending);
        try
        {
            await PumpAsync(turn, run.Token);
        }
        catch (PostgresException failure) when (slot.FaultOf(failure) is { } fault)
        {
            throw fault;
        }
        finally
        {
            await run.CancelAsync();
            await turn.Appending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PumpAsync(Turn turn, CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = turn.Stream.NextAsync();
            if (!(next.IsCompleted ? await next : await IdleAsync(turn, next.AsTask(), cancellationToken)))
                throw new IOException("PostgreSQL ended the replication stream.");

            turn.Take();
            if (turn.Filling.Records.Count >= _options.BatchRows || turn.Filling.Records.Bytes >= _options.BatchBytes)
                await SendAsync(turn, cancellationToken);
        }
    }

    /// <summary>Nothing is waiting: sends what there is, and with nothing left to send moves the slot on past the WAL that others write.</summary>
    private async Task<bool> IdleAsync(Turn turn, Task<bool> next, CancellationToken cancellationToken)
    {
        if (!turn.Filling.IsEmpty)
        {
            if (_options.Linger > TimeSpan.Zero && await Task.WhenAny(next, Task.Delay(_options.Linger, cancellationToken)) == next) return await next;
            await SendAsync(turn, cancellationToken);
        }

        await turn.Appending;
        Recovered();
        var quietSince = turn.Stream.Received;
        while (await Task.WhenAny(next, turn.IdleTick ??= Task.Delay(IdleTurn, cancellationToken)) != next)
        {
            turn.IdleTick = null;
            Beat();

            // What was the end a turn ago, with no message since, has nothing for us before it.
            if (!turn.InTransaction && turn.Filling.IsEmpty) await turn.AcknowledgeAsync(quietSince, cancellationToken);
            quietSince = turn.Stream.Received;
        }

        return await next;
    }

    /// <summary>Waits for the append before, and begins this one: rows are mapped while the log writes.</summary>
    private async Task SendAsync(Turn turn, CancellationToken cancellationToken)
    {
        await turn.Appending;
        Recovered();
        turn.Swap();
        turn.Appending = AppendAsync(turn, turn.Sending, cancellationToken);
    }

    private async Task AppendAsync(Turn turn, RelayBatch batch, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_options.AppendTimeout);
        try
        {
            if (batch.Records.Count > 0) await turn.Producer.AppendAsync(batch.Records, deadline.Token);
        }
        catch (Exception failure)
        {
            batch.EndSpans(failure);
            metrics.Failed("relay");
            if (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                throw new TimeoutException($"The log did not append {batch.Records.Count:N0} records within {_options.AppendTimeout.TotalSeconds:N0} s.",
                    failure);
            throw;
        }

        if (batch.Records.Count > 0)
        {
            metrics.Published(batch.Created, batch.Rejected, Stopwatch.GetElapsedTime(start));
            position.Advance(batch.LastSeq);
        }

        await turn.AcknowledgeAsync(batch.End, cancellationToken);
        batch.Clear();
    }
}
