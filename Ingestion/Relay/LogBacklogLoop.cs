using Microsoft.Extensions.Options;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Loops;

namespace Streaming.Ingestion.Relay;

/// <summary>Looks every second at what the log knows of the backlog, and has it drop what is past its retention now and then.</summary>
internal sealed class LogBacklogLoop(ILog log, Backlog backlog, IOptions<RelayOptions> options, TimeProvider time, ILogger<LogBacklogLoop> logger)
    : BackgroundLoop(LoopName, new LoopOptions(), time, logger)
{
    public const string LoopName = "log-backlog";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // Where every event passes; a dead letter or a count is not one more event.
    private static readonly string[] OnTheWay = [Topics.UsersCreated.Name, Topics.UsersIrregular.Name, Topics.UsersProcessed.Name];

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
                await log.ApplyRetentionAsync(Topics.Kept, Groups.All, cancellationToken);
                _retentionApplied = Time.GetTimestamp();
            }

            Recovered();
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var groups = (await log.GetGroupOffsetsAsync(Groups.All, cancellationToken)).Where(group => OnTheWay.Contains(group.Partition.Topic)).ToList();
        var now = Time.GetUtcNow();
        var oldest = groups.Min(group => group.LagSince) ?? now;
        backlog.SetLog(
            groups.GroupBy(group => group.Partition).Sum(partition => partition.Max(group => group.Lag)), Math.Max(0, (now - oldest).TotalSeconds));
    }
}
