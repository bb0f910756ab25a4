using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace Streaming.Tests.EndToEnd;

public abstract partial class PipelineSuite
{
    private const int LostSeries = 7;
    private const int Events = 200_000;
    private const int EventsPerRequest = 250;
    private const int Clients = 8;
    private const int BrokenEvery = 50;
    private const int Broken = Events / BrokenEvery;
    private static readonly string[] Services = ["ingestion", "processor", "sink"];

    [ContractFact]
    public async Task Every_accepted_event_arrives_exactly_once_while_everything_is_killed()
    {
        await using var pipeline = await StartAsync(["--source", "none"]);

        using var pushed = new CancellationTokenSource();
        var killing = KillEachTwiceAsync(pipeline, [.. Services, .. ServerNames], pushed.Token);
        var first = await PushAllAsync(pipeline);
        await pushed.CancelAsync();
        await killing;

        // A request that was accepted, but whose answer was lost with a killed process, was sent again and counted as duplicates.
        Assert.Equal(Events, first.Accepted + first.Duplicates);
        await ArrivedAsync(pipeline);

        var second = await PushAllAsync(pipeline);
        Assert.Equal(new PushAnswer(Accepted: 0, Duplicates: Events), second);
        await ArrivedAsync(pipeline);
        Assert.Equal(Events - Broken, await pipeline.Outcome.CountedAsync());
    }

    /// <summary>Every event is in <c>created_users</c> once or, if a rule refuses it, once in <c>users_rejected</c>; nothing is in both.</summary>
    private static async Task ArrivedAsync(RunningPipeline pipeline)
    {
        await pipeline.Outcome.ArrivedAsync(Events - Broken, Broken, Wait.Limit, pipeline.Tell);

        var stored = (await pipeline.Outcome.ReadUsersAsync()).Select(user => user.Id).Order();
        var expected = Enumerable.Range(0, Events).Where(number => !IsBroken(number)).Select(number => SampleEvents.Id(LostSeries, number)).Order();
        Assert.Equal(expected, stored);
        var rejected = (await pipeline.Outcome.RejectedAsync()).Select(letter => Guid.Parse(letter.Key)).Order();
        Assert.Equal(Enumerable.Range(0, Events).Where(IsBroken).Select(number => SampleEvents.Id(LostSeries, number)).Order(), rejected);
    }

    private static async Task<PushAnswer> PushAllAsync(RunningPipeline pipeline)
    {
        var (next, accepted, duplicates) = (0, 0, 0);
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            using var client = pipeline.CreatePushClient();
            while (Interlocked.Add(ref next, EventsPerRequest) - EventsPerRequest is var first && first < Events)
            {
                var answer = await PushClient.SendAsync(client, LinesWithBroken(first), Wait.Limit);
                Interlocked.Add(ref accepted, answer.Accepted);
                Interlocked.Add(ref duplicates, answer.Duplicates);
            }
        })));
        return new PushAnswer(accepted, duplicates);
    }

    /// <summary>Every 50th event has an e-mail address that is none.</summary>
    private static byte[] LinesWithBroken(int first)
    {
        var lines = new StringBuilder();
        for (var number = first; number < first + EventsPerRequest; number++)
        {
            var line = SampleEvents.One(SampleEvents.Id(LostSeries, number), number);
            lines.Append(IsBroken(number) ? Email().Replace(line, "\"email\":\"nobody\"", 1) : line).Append('\n');
        }

        return Encoding.UTF8.GetBytes(lines.ToString());
    }

    private static async Task KillEachTwiceAsync(RunningPipeline pipeline, string[] victims, CancellationToken pushed)
    {
        var killed = new ConcurrentDictionary<string, int>();
        foreach (var victim in victims.Concat(victims).OrderBy(_ => Random.Shared.Next()))
        {
            var before = 0;
            await Wait.UntilAsync(
                () => pipeline.Endpoints.Resources.TryGetValue(victim, out var resource) && (before = resource.Pid ?? 0) > 0
                    && ProcessTree.IsAlive(before) && before != killed.GetValueOrDefault(victim),
                Wait.Limit,
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

    private static bool IsBroken(int number) => number % BrokenEvery == 0;

    [GeneratedRegex("\"email\":\"[^\"]*\"")]
    private static partial Regex Email();
}
