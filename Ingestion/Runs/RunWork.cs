using Streaming.Ingestion.RawStore;
using Streaming.Ingestion.Sources;
using Streaming.Pipeline.Scheduling;

namespace Streaming.Ingestion.Runs;

/// <summary>One attempt at a run: fetches its pages from the next one on, and stores each together with the run's progress.</summary>
internal sealed class RunWork(
    SourceClient client, RunStore runs, RawQueue queue, IngestionMetrics metrics, TimeProvider time, ILogger<RunWork> logger)
{
    private static readonly TimeSpan ReleaseLimit = TimeSpan.FromSeconds(5);

    /// <param name="lost">The run was cancelled, or another process has taken it up: it is left as it is.</param>
    /// <param name="stopping">The service stops: the run is given back.</param>
    public async Task WorkAsync(Run run, CancellationToken lost, CancellationToken stopping)
    {
        var begun = run;
        if (run.Attempt > 1) Log.RunResumed(logger, run.RunId, run.NextPage, run.Pages, run.Attempt);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(run.Spec.TimeoutSeconds), time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(lost, stopping, timeout.Token);
        try
        {
            for (; !run.IsDone; run = run with { PagesDone = run.NextPage }) await StoreAsync(run, any.Token);
            if (await runs.EndAsync(run, RunState.Succeeded, AttemptState.Succeeded, null, 0, null, stopping)) Log.RunDone(logger, run.RunId, run.Pages);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            using var deadline = new CancellationTokenSource(ReleaseLimit, time);
            await runs.EndAsync(
                run, RunState.Queued, AttemptState.Cancelled, "the service was stopped; the run goes on at its next page", Failures(begun, run), null,
                deadline.Token);
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
            Log.RunLost(logger, run.RunId);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            await FailAsync(begun, run, $"it took longer than its time-out of {run.Spec.TimeoutSeconds:N0} s", null, stopping);
        }
        catch (Exception failure) when (failure is PageException or RawStoreUnavailableException)
        {
            await FailAsync(begun, run, $"page {run.NextPage}: {failure.Message}", failure as PageException, stopping);
        }
    }

    private async Task StoreAsync(Run run, CancellationToken cancellationToken)
    {
        var page = await client.FetchAsync(run, run.NextPage, cancellationToken);
        var batch = page.Batch;
        batch.Page = new RunPage(run.RunId, run.Attempt, run.NextPage, batch.Count + page.Malformed, page.Malformed);
        metrics.Refused(run.Spec.Name, page.Malformed);
        if (page.FirstFault is not null) Log.PageMalformed(logger, run.RunId, run.NextPage, page.Malformed, page.FirstFault);
        await queue.SubmitAsync(batch, cancellationToken);
    }

    /// <summary>
    /// An attempt that did not come to ask the source does not count, as a run is not to fail for what others met. The next one that asks decides for all,
    /// and it counts: so that each run has its attempts in the end, also where the source stays down.
    /// </summary>
    private async Task FailAsync(Run begun, Run run, string reason, PageException? page, CancellationToken cancellationToken)
    {
        metrics.Failed("pull");
        var failures = Failures(begun, run) + (page is { WasAsked: false } ? 0 : 1);
        if (failures >= run.Spec.MaxAttempts)
        {
            Log.RunFailed(logger, run.RunId, run.Attempt, reason);
            await runs.EndAsync(run, RunState.Failed, AttemptState.Failed, reason, failures, null, cancellationToken);
            return;
        }

        var wait = RetryBackOff.After(TimeSpan.FromSeconds(run.Spec.RetryBackOffSeconds), failures, page?.RetryAfter);
        Log.AttemptFailed(logger, run.RunId, run.Attempt, reason, wait.TotalSeconds);
        await runs.EndAsync(run, RunState.Waiting, AttemptState.Failed, reason, failures, time.GetUtcNow() + wait, cancellationToken);
    }

    private static int Failures(Run begun, Run run) => run.PagesDone > begun.PagesDone ? 0 : begun.Failures;
}
