using Microsoft.Extensions.Options;
using Streaming.Ingestion.Runs;
using Streaming.Ingestion.Sources;
using Streaming.Pipeline.Loops;

namespace Streaming.Ingestion.Scheduling;

/// <summary>
/// Seeds the schedules, queues at once what is due, and only then starts Quartz, which takes its time; from then on Quartz says when a schedule is due, and
/// this loop keeps its triggers as the schedules are. It plans all of them itself now and then: an alarm that was lost delays a run, and loses none.
/// </summary>
internal sealed class ScheduleLoop(
    ScheduleStore schedules, Planner planner, ScheduleTriggers triggers, RunStore runs, Wakers wakers,
    IOptions<PullOptions> pull, IOptions<SeedOptions> seeds, IOptions<RunOptions> options, TimeProvider time, ILogger<ScheduleLoop> logger)
    : BackgroundLoop(LoopName, new LoopOptions { SilentAfter = Turn * 3 }, time, logger)
{
    public const string LoopName = "schedules";

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(30);
    /// <summary>Quartz takes a second of processor time to start, for which the first runs of a new process have more use.</summary>
    private static readonly TimeSpan FirstRuns = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan BetweenTrims = TimeSpan.FromMinutes(10);

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var spec in seeds.Value.Schedules.Concat(pull.Value.Seed()))
            if (await schedules.AddAsync(spec, cancellationToken)) Log.Seeded(logger, spec.Name);
        await planner.PlanAllAsync(cancellationToken);
        await wakers.Schedules.WaitAsync(FirstRuns, cancellationToken);
        await triggers.StartAsync(cancellationToken);

        long? trimmed = null;
        while (true)
        {
            Beat();
            await triggers.MatchAsync(await schedules.ListAsync(cancellationToken), cancellationToken);
            await planner.PlanAllAsync(cancellationToken);
            if (trimmed is null || Time.GetElapsedTime(trimmed.Value) >= BetweenTrims)
            {
                await runs.TrimAsync(options.Value.Kept, cancellationToken);
                trimmed = Time.GetTimestamp();
            }

            Recovered();
            await wakers.Schedules.WaitAsync(Turn, cancellationToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await triggers.StopAsync(cancellationToken);
    }
}
