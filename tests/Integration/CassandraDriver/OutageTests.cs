using System.Collections.Concurrent;
using System.Diagnostics;
using Cassandra;

namespace Streaming.Tests.Integration.CassandraDriver;

public sealed class OutageTests
{
    private const int Writers = 200;
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(30);

    [ServersFact(ServerHomes.Cassandra)]
    public async Task A_server_killed_and_restarted_under_load_loses_no_acknowledged_write_and_hangs_no_task()
    {
        await using var server = await CassandraServer.LaunchAsync();
        await using var cql = await CqlSession.OpenAsync(server);
        var changes = new ConcurrentQueue<HostsEventArgs.Kind>();
        cql.Cluster.Metadata.HostsEvent += (_, change) => changes.Enqueue(change.What);
        await cql.ExecuteAsync("CREATE TABLE t (id int PRIMARY KEY, v text)");
        var insert = await cql.Session.PrepareAsync("INSERT INTO t (id, v) VALUES (?, ?)");

        using var stop = new CancellationTokenSource();
        var load = new Load(cql.Session, insert);
        var writers = Enumerable.Range(0, Writers).Select(_ => load.WriteUntilAsync(stop.Token)).ToList();
        await Wait.UntilAsync(() => load.Acknowledged.Count > 2000, "2,000 writes");
        await server.KillAsync();
        await Wait.UntilAsync(() => !load.Failures.IsEmpty, "writes that fail");
        await server.StartAsync();
        var back = Stopwatch.GetTimestamp();
        var before = load.Acknowledged.Count;
        await Wait.UntilAsync(() => load.Acknowledged.Count > before + 2000, "2,000 more writes");
        Assert.InRange(Stopwatch.GetElapsedTime(back).TotalSeconds, 0, 20);
        await stop.CancelAsync();
        await Task.WhenAll(writers).WaitAsync(LongestAnswer);

        Assert.All(load.Failures.Distinct(), failure => Assert.Contains(failure, new[] { typeof(NoHostAvailableException), typeof(WriteTimeoutException) }));
        var stored = (await cql.ExecuteAsync("SELECT id FROM t")).Select(row => row.GetValue<int>(0)).ToHashSet();
        Assert.Empty(load.Acknowledged.Except(stored));
        Assert.Equal([HostsEventArgs.Kind.Down, HostsEventArgs.Kind.Up], changes);
        await Wait.UntilAsync(async () => await IsInAgreementAsync(cql.Cluster), "the control connection");
    }

    [ServersFact(ServerHomes.Cassandra)]
    public async Task A_server_that_stands_still_times_requests_out_and_answers_again_by_itself()
    {
        await using var server = await CassandraServer.LaunchAsync();
        await using var cql = await CqlSession.OpenAsync(server, builder => builder.WithSocketOptions(new SocketOptions().SetConnectTimeoutMillis(2000)));
        await cql.ExecuteAsync("CREATE TABLE t (id int PRIMARY KEY)");
        var insert = await cql.Session.PrepareAsync("INSERT INTO t (id) VALUES (?)");
        server.Stop();

        var started = Stopwatch.GetTimestamp();
        var noHost = await Assert.ThrowsAsync<NoHostAvailableException>(() => cql.Session.ExecuteAsync(insert.Bind(1).SetReadTimeoutMillis(500)));
        Assert.IsType<OperationTimedOutException>(Assert.Single(noHost.Errors).Value);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 490, 5000);
        await Assert.ThrowsAsync<OperationTimedOutException>(
            () => cql.Session.ExecuteAsync(insert.Bind(1).SetRetryPolicy(FallthroughRetryPolicy.Instance).SetReadTimeoutMillis(200)));

        // So many without an answer that the connection counts as broken.
        var writes = Enumerable.Range(0, 500).Select(id => cql.Session.ExecuteAsync(insert.Bind(id).SetReadTimeoutMillis(500))).ToList();
        foreach (var write in writes) await Assert.ThrowsAsync<NoHostAvailableException>(() => write.WaitAsync(LongestAnswer));
        await Wait.UntilAsync(() => !cql.Cluster.AllHosts().Single().IsUp, "the host being down");

        server.Continue();
        await Wait.UntilAsync(() => SucceedsAsync(cql.Session, insert), "a write that succeeds");
        Assert.True(cql.Cluster.AllHosts().Single().IsUp);
    }

    [ServersFact(ServerHomes.Cassandra)]
    public async Task A_session_that_is_shut_down_ends_what_is_in_flight()
    {
        await using var cql = await CqlSession.OpenAsync();
        await cql.ExecuteAsync("CREATE TABLE t (id int PRIMARY KEY)");
        var insert = await cql.Session.PrepareAsync("INSERT INTO t (id) VALUES (?)");
        var writes = Enumerable.Range(0, 1000).Select(id => cql.Session.ExecuteAsync(insert.Bind(id))).ToList();
        cql.Session.Dispose();
        await Task.WhenAll(writes.Select(write => write.ContinueWith(_ => { }, TaskScheduler.Default))).WaitAsync(LongestAnswer);
        Assert.All(writes.Where(write => write.IsFaulted), write => Assert.IsType<ObjectDisposedException>(write.Exception!.InnerException));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => cql.Session.ExecuteAsync(insert.Bind(1)));
    }

    private static async Task<bool> SucceedsAsync(ISession session, PreparedStatement insert)
    {
        try
        {
            await session.ExecuteAsync(insert.Bind(1));
            return true;
        }
        catch (NoHostAvailableException)
        {
            return false;
        }
    }

    private static async Task<bool> IsInAgreementAsync(Cluster cluster)
    {
        try
        {
            return await cluster.Metadata.CheckSchemaAgreementAsync();
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    /// <summary>Rows written one after the other by many; what fails is counted and left.</summary>
    private sealed class Load(ISession session, PreparedStatement insert)
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
        private int _next;

        public ConcurrentBag<int> Acknowledged { get; } = [];

        public ConcurrentBag<Type> Failures { get; } = [];

        public async Task WriteUntilAsync(CancellationToken stop)
        {
            using var timer = new PeriodicTimer(Pause);
            while (!stop.IsCancellationRequested)
            {
                var id = Interlocked.Increment(ref _next);
                try
                {
                    await session.ExecuteAsync(insert.Bind(id, "x")).WaitAsync(LongestAnswer, CancellationToken.None);
                    Acknowledged.Add(id);
                }
                catch (DriverException e)
                {
                    Failures.Add(e.GetType());
                    await timer.WaitForNextTickAsync(CancellationToken.None);
                }
            }
        }
    }
}
