using Microsoft.Extensions.Options;
using Streaming.Ingestion.Scheduling;
using Streaming.Pipeline.Loops;

namespace Streaming.Ingestion.Runs;

/// <summary>Takes runs that are queued, works on a few of them at a time, and keeps their leases.</summary>
internal sealed class RunLoop(
    RunStore runs, RunWork work, Planner planner, Wakers wakers, IOptions<RunOptions> options, TimeProvider time, ILogger<RunLoop> logger)
    : BackgroundLoop(LoopName, new LoopOptions(), time, logger)
{
    public const string LoopName = "runs";

    private readonly Guid _holder = Guid.NewGuid();
    private readonly RunOptions _options = options.Value;
    private readonly Dictionary<string, ActiveRun> _active = [];

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        var renewed = Time.GetTimestamp();
        try
        {
            while (true)
            {
                Beat();
                await ReapAsync();
                if (_active.Count > 0 && Time.GetElapsedTime(renewed) >= _options.Turn)
                {
                    await RenewAsync(cancellationToken);
                    renewed = Time.GetTimestamp();
                }

                while (_active.Count < _options.Concurrency && await runs.ClaimAsync(_holder, _options.Lease, cancellationToken) is { } run)
                    Begin(run, cancellationToken);
                Recovered();
                await wakers.Runs.WaitAsync(_options.Turn, cancellationToken);
            }
        }
        finally
        {
            foreach (var active in _active.Values) active.Lost.Cancel();
            foreach (var active in _active.Values) await active.Work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ReapAsync();
        }
    }

    private void Begin(Run run, CancellationToken stopping)
    {
        var lost = new CancellationTokenSource();
        _active.Add(run.RunId, new ActiveRun(lost, WorkAsync(run, lost.Token, stopping)));
    }

    private async Task WorkAsync(Run run, CancellationToken lost, CancellationToken stopping)
    {
        try
        {
            await work.WorkAsync(run, lost, stopping);

            // What was due while the queue was full is due now.
            await planner.PlanAsync(run.Spec.Name, stopping);
        }
        finally
        {
            wakers.Runs.Set();
        }
    }

    /// <summary>A run that failed for a reason of this process, the database's mostly, is left to its lease: it is taken up again when that ends.</summary>
    private async Task ReapAsync()
    {
        foreach (var (runId, active) in _active.Where(active => active.Value.Work.IsCompleted).ToList())
        {
            _active.Remove(runId);
            active.Lost.Dispose();
            await active.Work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (active.Work.Exception is { } failure) Log.RunLeft(logger, failure.InnerException!, runId);
        }
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        var kept = await runs.RenewAsync(_holder, _active.Keys, _options.Lease, cancellationToken);
        foreach (var (runId, active) in _active)
            if (!kept.Contains(runId)) await active.Lost.CancelAsync();
    }

    private sealed record ActiveRun(CancellationTokenSource Lost, Task Work);
}
