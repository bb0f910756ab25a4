using Streaming.Pipeline.Loops;

namespace Streaming.Console.Reconciliation;

/// <summary>Works off the checks that were asked for.</summary>
internal sealed class ReconciliationLoop(Checks checks, Reconciler reconciler, Results results, TimeProvider time, ILogger<ReconciliationLoop> logger)
    : BackgroundLoop(LoopName, new LoopOptions(), time, logger)
{
    public const string LoopName = "reconciliation";

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Rest();
            var subject = await checks.NextAsync(cancellationToken);
            Beat();
            await checks.RunAsync(token => CheckAsync(subject, token), cancellationToken);
            Recovered();
        }
    }

    private async Task CheckAsync(Subject subject, CancellationToken cancellationToken)
    {
        var found = await reconciler.CheckAsync(subject, Report, cancellationToken);
        await results.SaveAsync(subject, found, cancellationToken);
        Log.Reconciled(logger, subject.ToString(), found.Accepted, found.Missing, found.Gone);

        void Report(double share)
        {
            Beat();
            checks.Report(share);
        }
    }
}
