using Npgsql;
using Streaming.Pipeline.Loops;

namespace Streaming.Ingestion.Relay;

/// <summary>
/// Looks every second at what PostgreSQL knows of the backlog. It goes on growing while the log is away, so this waits for nothing of the log's.
/// </summary>
internal sealed class RawBacklogLoop(
    NpgsqlDataSource database, ReplicationSlot slot, Backlog backlog, RelayPosition position, TimeProvider time, ILogger<RawBacklogLoop> logger)
    : BackgroundLoop(LoopName, new LoopOptions(), time, logger)
{
    public const string LoopName = "raw-backlog";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, Time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            backlog.SetRaw(await NotRelayedAsync(cancellationToken), await slot.LagBytesAsync(cancellationToken));
            Recovered();
        }
    }

    private async Task<long> NotRelayedAsync(CancellationToken cancellationToken)
    {
        var relayed = position.Seq;
        if (relayed == 0) return 0;
        await using var command = database.CreateCommand("SELECT last_seq FROM ingestion_clock");
        return await command.ExecuteScalarAsync(cancellationToken) is long last ? Math.Max(0, last - relayed) : 0;
    }
}
