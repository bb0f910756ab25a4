using Microsoft.Extensions.Options;
using Npgsql;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Loops;

namespace Streaming.Ingestion.Relay;

/// <summary>How far the pipeline is behind, as last looked at.</summary>
internal sealed class Backlog
{
    private long _notRelayed;
    private long _onTheWay;
    private long _slotBytes;
    private double _lagSeconds;

    public Backlog(IngestionMetrics metrics) => metrics.ObserveBacklog(() => Events, () => Volatile.Read(ref _lagSeconds), () => Volatile.Read(ref _slotBytes));

    /// <summary>Events between raw_users and the tables.</summary>
    public long Events => Volatile.Read(ref _notRelayed) + Volatile.Read(ref _onTheWay);

    /// <summary>What PostgreSQL knows: raw rows that are not in the log yet, and the WAL that the slot holds back for them.</summary>
    public void SetRaw(long notRelayed, long slotBytes)
    {
        Volatile.Write(ref _notRelayed, notRelayed);
        Volatile.Write(ref _slotBytes, slotBytes);
    }

    /// <summary>What the log knows: the records that its groups have still to read, and the age of the oldest.</summary>
    public void SetLog(long onTheWay, double lagSeconds)
    {
        Volatile.Write(ref _onTheWay, onTheWay);
        Volatile.Write(ref _lagSeconds, lagSeconds);
    }
}

/// <summary>Looks at the backlog every second, and has the log drop what is past its retention now and then.</summary>
internal sealed class BacklogLoop(
    ILog log, NpgsqlDataSource database, ReplicationSlot slot, Backlog backlog, RelayPosition position, IOptions<RelayOptions> options, TimeProvider time,
    ILogger<BacklogLoop> logger)
    : BackgroundLoop(LoopName, new LoopOptions(), time, logger)
{
    public const string LoopName = "backlog";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // Where every event passes; a dead letter or a count is not one more event.
    private static readonly string[] OnTheWay = [Topics.UsersCreated.Name, Topics.UsersProcessed.Name];

    private long _retentionApplied;

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        _retentionApplied = Time.GetTimestamp();
        using var timer = new PeriodicTimer(Interval, Time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await LookAsync(cancellationToken);
            if (Time.GetElapsedTime(_retentionApplied) >= options.Value.RetentionInterval)
            {
                await log.ApplyRetentionAsync(Topics.All, cancellationToken);
                _retentionApplied = Time.GetTimestamp();
            }

            Recovered();
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        // First, since it goes on growing while the log does not answer.
        backlog.SetRaw(await NotRelayedAsync(cancellationToken), await slot.LagBytesAsync(cancellationToken));

        var groups = (await log.GetGroupOffsetsAsync(cancellationToken)).Where(group => OnTheWay.Contains(group.Partition.Topic)).ToList();
        var now = Time.GetUtcNow();
        var oldest = groups.Min(group => group.LagSince) ?? now;
        backlog.SetLog(
            groups.GroupBy(group => group.Partition).Sum(partition => partition.Max(group => group.Lag)), Math.Max(0, (now - oldest).TotalSeconds));
    }

    private async Task<long> NotRelayedAsync(CancellationToken cancellationToken)
    {
        var relayed = position.Seq;
        if (relayed == 0) return 0;
        await using var command = database.CreateCommand("SELECT last_seq FROM ingestion_clock");
        return await command.ExecuteScalarAsync(cancellationToken) is long last ? Math.Max(0, last - relayed) : 0;
    }
}
