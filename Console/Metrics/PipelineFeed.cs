using System.Runtime.CompilerServices;
using Streaming.Pipeline.Loops;

namespace Streaming.Console.Metrics;

/// <summary>
/// Asks all instances and the log how the pipeline is, and tells the pages that are open. However many look, it is asked and computed once.
/// </summary>
internal sealed class PipelineFeed(
    IConfiguration configuration, IHttpClientFactory clients, GroupLags groups, TimeProvider time, ILogger<PipelineFeed> logger)
    : BackgroundLoop(LoopName, new LoopOptions(), time, logger)
{
    public const string LoopName = "pipeline-feed";
    public const string Client = "metrics";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan IntervalUnwatched = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<ServiceInstance> _instances = [.. Find(configuration)];
    private readonly SnapshotBuilder _builder = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private Version _latest = new(null);
    private int _watchers;

    /// <summary>The latest snapshot, if there is one, and each further one as it comes; those that a slow reader misses are left out.</summary>
    public async IAsyncEnumerable<PipelineSnapshot> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _watchers) == 1) Wake();
        try
        {
            while (true)
            {
                var latest = Volatile.Read(ref _latest);
                if (latest.Snapshot is { } snapshot) yield return snapshot;
                await latest.Superseded.Task.WaitAsync(cancellationToken);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _watchers);
        }
    }

    /// <summary>Asks everyone once, and publishes what they say.</summary>
    internal async Task TurnAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Deadline, Time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        using var http = clients.CreateClient(Client);
        await Task.WhenAll(
            _instances.Select(instance => instance.AskAsync(http, deadline.Token, cancellationToken))
                .Append(groups.AskAsync(deadline.Token, cancellationToken)));

        var superseded = _latest;
        Volatile.Write(ref _latest, new Version(_builder.Add(Time.GetUtcNow(), _instances, groups)));
        superseded.Superseded.SetResult();
    }

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await TurnAsync(cancellationToken);
            Recovered();
            if (Volatile.Read(ref _watchers) > 0) await Task.Delay(Interval, Time, cancellationToken);
            else await _wake.WaitAsync(IntervalUnwatched, cancellationToken);
        }
    }

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    private void Wake()
    {
        lock (_wake)
        {
            if (_wake.CurrentCount == 0) _wake.Release();
        }
    }

    // Service discovery: services:NAME:http:0, :1 and so on, one for each instance.
    private static IEnumerable<ServiceInstance> Find(IConfiguration configuration) =>
        from service in Stages.Services
        from address in configuration.GetSection($"services:{service}:http").GetChildren()
        where Uri.IsWellFormedUriString(address.Value, UriKind.Absolute)
        select new ServiceInstance(service, new Uri(address.Value!));

    private sealed class Version(PipelineSnapshot? snapshot)
    {
        public PipelineSnapshot? Snapshot => snapshot;

        public TaskCompletionSource Superseded { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
