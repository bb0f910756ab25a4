using Quartz;

namespace Streaming.Ingestion.Scheduling;

/// <summary>What Quartz fires when a schedule's time has come; the job has the schedule's name.</summary>
internal sealed class PlanJob(Planner planner) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await planner.PlanAsync(context.JobDetail.Key.Name, cancellationToken);
}
