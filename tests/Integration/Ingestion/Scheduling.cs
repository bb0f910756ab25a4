using Microsoft.Extensions.Options;
using Npgsql;
using Streaming.Ingestion.RawStore;
using Streaming.Ingestion.Runs;
using Streaming.Ingestion.Scheduling;
using Streaming.Ingestion.Sources;
using Streaming.Pipeline.Scheduling;
using Streaming.Tests.Integration.Servers;

namespace Streaming.Tests.Integration.Ingestion;

/// <summary>What an instance of the service has of schedules and runs, without its loops, on a clock that is moved by hand.</summary>
internal sealed class Scheduling : IAsyncDisposable
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    private readonly Wakers _wakers = new();

    private Scheduling(NpgsqlDataSource database, HandClock clock)
    {
        var source = new DefaultSource(Options.Create(new PullOptions { Source = "http://127.0.0.1:1/api/" }));
        (Database, Clock) = (database, clock);
        Schedules = new ScheduleStore(database, source, clock);
        Planner = new Planner(database, Schedules, source, _wakers, clock);
        Runs = new RunStore(database, clock);
        Desk = new RunDesk(database, _wakers, clock);
        Backfills = new BackfillStore(database, Desk, _wakers, clock);
    }

    public NpgsqlDataSource Database { get; }

    public HandClock Clock { get; }

    public ScheduleStore Schedules { get; }

    public Planner Planner { get; }

    public RunStore Runs { get; }

    public RunDesk Desk { get; }

    public BackfillStore Backfills { get; }

    private Guid Holder { get; } = Guid.NewGuid();

    public static async Task<Scheduling> StartAsync()
    {
        var database = NpgsqlDataSource.Create(await PostgresServer.CreateDatabaseAsync());
        await RawSchema.CreateAsync(database, CancellationToken.None);
        await SchedulingSchema.CreateAsync(database, CancellationToken.None);
        return new Scheduling(database, new HandClock());
    }

    /// <summary>Another instance on the same database and clock.</summary>
    public Scheduling Second() => new(Database, Clock);

    public Task<Run?> ClaimAsync() => Runs.ClaimAsync(Holder, Lease, CancellationToken.None);

    public Task RenewAsync(Run run) => Runs.RenewAsync(Holder, [run.RunId], Lease, CancellationToken.None);

    public Task SucceedAsync(Run run) => Runs.EndAsync(run, RunState.Succeeded, AttemptState.Succeeded, null, 0, null, CancellationToken.None);

    public Task PlanAsync() => Planner.PlanAllAsync(CancellationToken.None);

    /// <summary>Of all runs, the oldest logical time first.</summary>
    public async Task<List<RunView>> ListAsync() => [.. (await Desk.ListAsync(null, null, null, 10_000, CancellationToken.None)).Runs.Reverse()];

    public async ValueTask DisposeAsync()
    {
        _wakers.Dispose();
        await Database.DisposeAsync();
    }
}

/// <summary>A clock that stands still until it is moved.</summary>
internal sealed class HandClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2025, 3, 1, 12, 20, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
