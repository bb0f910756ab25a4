using Microsoft.Extensions.Options;
using Streaming.Ingestion.RawStore;
using Streaming.Pipeline.Loops;

namespace Streaming.Ingestion.Sources;

/// <summary>Starts a run at each interval, and one at once; a run that was cut off goes on at its next page.</summary>
internal sealed class PullLoop(
    SourceClient client, RunStore runs, RawQueue queue, IOptions<PullOptions> options, IngestionMetrics metrics, TimeProvider time, ILogger<PullLoop> logger)
    : BackgroundLoop(LoopName, new LoopOptions { SilentAfter = options.Value.PageTimeout * 2 }, time, logger)
{
    public const string LoopName = "pull";

    private static readonly TimeSpan FirstBackOff = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(15);

    private readonly PullOptions _options = options.Value;

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        if (_options.Source.Length == 0)
        {
            Rest();
            await Task.Delay(Timeout.InfiniteTimeSpan, Time, cancellationToken);
        }

        while (await runs.FindUnfinishedAsync(_options.Name, cancellationToken) is { } unfinished)
        {
            Log.RunResumed(logger, unfinished.RunId, unfinished.NextPage, unfinished.Pages);
            await WorkAsync(unfinished, cancellationToken);
        }

        while (true)
        {
            var run = Run.At(Time.GetUtcNow(), _options);
            if (await runs.BeginAsync(run, cancellationToken)) await WorkAsync(run, cancellationToken);
            Recovered();
            var wait = run.LogicalTime + _options.Interval - Time.GetUtcNow();
            if (wait <= TimeSpan.Zero) continue;

            Rest();
            await Task.Delay(wait, Time, cancellationToken);
        }
    }

    private async Task WorkAsync(Run run, CancellationToken cancellationToken)
    {
        var failures = 0;
        while (!run.IsDone)
        {
            Beat();
            try
            {
                await StoreAsync(run, cancellationToken);
                failures = 0;
            }
            catch (Exception failure) when (failure is PageException or RawStoreUnavailableException)
            {
                metrics.Failed("pull");
                if (++failures >= _options.PageAttempts)
                {
                    Log.RunFailed(logger, run.RunId, run.NextPage, failure.Message);
                    await runs.FinishAsync(run.RunId, "failed", $"page {run.NextPage}: {failure.Message}", cancellationToken);
                    return;
                }

                Log.PageFailed(logger, run.RunId, run.NextPage, failure.Message);
                await WaitAsync((failure as PageException)?.RetryAfter, failures, cancellationToken);
            }

            // Where the outcome is not known, the page may have been stored all the same.
            run = await runs.LoadAsync(run.RunId, cancellationToken);
        }

        var totals = await runs.FinishAsync(run.RunId, "done", null, cancellationToken);
        Log.RunDone(logger, run.RunId, run.Pages, totals.Fetched, totals.New, totals.Duplicate, totals.Malformed);
    }

    private async Task StoreAsync(Run run, CancellationToken cancellationToken)
    {
        var page = await client.FetchAsync(run, run.NextPage, cancellationToken);
        var batch = page.Batch;
        batch.Page = new RunPage(run.RunId, run.NextPage, batch.Count + page.Malformed, page.Malformed);
        metrics.Refused(run.Source, page.Malformed);
        if (page.FirstFault is not null) Log.PageMalformed(logger, run.RunId, run.NextPage, page.Malformed, page.FirstFault);
        await queue.SubmitAsync(batch, cancellationToken);
    }

    private async Task WaitAsync(TimeSpan? retryAfter, int failures, CancellationToken cancellationToken)
    {
        var doubled = FirstBackOff * Math.Pow(2, Math.Min(failures - 1, 10));
        var wait = (doubled < LongestBackOff ? doubled : LongestBackOff) * (0.5 + Random.Shared.NextDouble() / 2);
        if (retryAfter > wait) wait = retryAfter.Value < LongestRetryAfter ? retryAfter.Value : LongestRetryAfter;
        Rest();
        await Task.Delay(wait, Time, cancellationToken);
    }
}
