using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace Streaming.Tests.EndToEnd;

public sealed partial class NothingLostTests
{
    private const int Series = 7;
    private const int Events = 200_000;
    private const int EventsPerRequest = 250;
    private const int Clients = 8;
    private const int BrokenEvery = 50;
    private static readonly string[] Victims = ["ingestion", "processor", "sink", "postgres"];
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    [PostgresFact]
    public async Task Every_accepted_event_arrives_exactly_once_while_everything_is_killed()
    {
        await using var pipeline = await RunningPipeline.StartAsync(["--source", "none"]);

        using var pushed = new CancellationTokenSource();
        var killing = KillEachTwiceAsync(pipeline, pushed.Token);
        var first = await PushAllAsync(pipeline);
        await pushed.CancelAsync();
        await killing;

        // A request that was accepted, but whose answer was lost with a killed process, was sent again and counted as duplicates.
        Assert.Equal(Events, first.Accepted + first.Duplicates);
        await ArrivedAsync(pipeline);

        var second = await PushAllAsync(pipeline);
        Assert.Equal(new PushAnswer(Accepted: 0, Duplicates: Events), second);
        await ArrivedAsync(pipeline);
        await CountedOnceAsync(pipeline);
    }

    /// <summary>Every event is in <c>created_users</c> or, if a rule refuses it, once in <c>users_rejected</c>; nothing is in both.</summary>
    private static async Task ArrivedAsync(RunningPipeline pipeline)
    {
        const int Broken = Events / BrokenEvery;
        await Wait.UntilAsync(
            async () => await CountAsync(pipeline, "select count(*) from created_users") == Events - Broken,
            Deadline,
            () => $"{Events - Broken} rows; the AppHost printed:\n{pipeline.Output}");
        await Wait.UntilAsync(
            async () => await CountAsync(pipeline, "select count(distinct key) from log.records('users_rejected')") >= Broken,
            Deadline,
            () => $"{Broken} dead letters");

        Assert.Equal(Broken, await CountAsync(pipeline, "select count(*) from log.records('users_rejected')"));
        Assert.Equal(0, await CountAsync(pipeline, "select count(*) from log.records('users_rejected') join created_users on id::text = key"));
    }

    private static async Task CountedOnceAsync(RunningPipeline pipeline) =>
        Assert.Equal(Events - Events / BrokenEvery, await CountAsync(pipeline, "select coalesce(sum(count), 0)::bigint from user_stats"));

    private static async Task<PushAnswer> PushAllAsync(RunningPipeline pipeline)
    {
        var (next, accepted, duplicates) = (0, 0, 0);
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            using var client = pipeline.CreatePushClient();
            while (Interlocked.Add(ref next, EventsPerRequest) - EventsPerRequest is var first && first < Events)
            {
                var answer = await PushClient.SendAsync(client, Lines(first), Deadline);
                Interlocked.Add(ref accepted, answer.Accepted);
                Interlocked.Add(ref duplicates, answer.Duplicates);
            }
        })));
        return new PushAnswer(accepted, duplicates);
    }

    /// <summary>Every 50th event has an e-mail address that is none.</summary>
    private static byte[] Lines(int first)
    {
        var lines = new StringBuilder();
        for (var number = first; number < first + EventsPerRequest; number++)
        {
            var line = SampleEvents.One(SampleEvents.Id(Series, number), number);
            lines.Append(number % BrokenEvery == 0 ? Email().Replace(line, "\"email\":\"nobody\"", 1) : line).Append('\n');
        }

        return Encoding.UTF8.GetBytes(lines.ToString());
    }

    private static async Task KillEachTwiceAsync(RunningPipeline pipeline, CancellationToken pushed)
    {
        var killed = new ConcurrentDictionary<string, int>();
        foreach (var victim in Victims.Concat(Victims).OrderBy(_ => Random.Shared.Next()))
        {
            var before = 0;
            await Wait.UntilAsync(
                () => pipeline.Endpoints.Resources.TryGetValue(victim, out var resource) && (before = resource.Pid ?? 0) > 0
                    && ProcessTree.IsAlive(before) && before != killed.GetValueOrDefault(victim),
                TimeSpan.FromSeconds(60),
                () => $"{victim} to be started again; the AppHost printed:\n{pipeline.Output}");
            await PauseAsync(TimeSpan.FromSeconds(0.3 + Random.Shared.NextDouble()), pushed);
            killed[victim] = before;
            Signal.Send(before, Signal.Kill);
        }
    }

    private static async Task PauseAsync(TimeSpan time, CancellationToken pushed)
    {
        // The moment of a kill is random on purpose; nothing is waited for here.
        try
        {
            await Task.Delay(time, pushed);
        }
        catch (OperationCanceledException) when (pushed.IsCancellationRequested)
        {
            return;
        }
    }

    private static async Task<long> CountAsync(RunningPipeline pipeline, string sql)
    {
        var count = 0L;
        await Wait.UntilAsync(
            async () =>
            {
                try
                {
                    count = await pipeline.QueryAsync<long>(sql);
                    return true;
                }
                catch (Npgsql.NpgsqlException restarting) when (restarting.IsTransient
                    || restarting is Npgsql.PostgresException { SqlState: "57P03" or "57P01" })
                {
                    return false;
                }
            },
            Deadline,
            () => "PostgreSQL");
        return count;
    }

    [GeneratedRegex("\"email\":\"[^\"]*\"")]
    private static partial Regex Email();
}
