using Streaming.Pipeline.Events;
using Streaming.StreamProcessor.InProcess;

namespace Streaming.Tests.Integration.StreamProcessor;

/// <summary>The engine on a log, whatever that is made of.</summary>
public abstract class EngineTests
{
    private const int Users = 3000;

    private protected abstract Task<ProcessorUnderTest> CreateAsync();

    [ContractFact]
    public async Task An_engine_that_dies_between_processing_and_commit_leaves_nothing_twice_and_nothing_out()
    {
        await using var test = await CreateAsync();
        await test.AppendAsync(Enumerable.Range(0, Users));

        for (var life = 0; life < 4; life++)
        {
            await using var dies = await test.StartEngineAsync();
            await Wait.UntilAsync(async () => await ProcessAsync(dies) > 0, "the engine has read records");
            await dies.CommitAsync(default);
            await Wait.UntilAsync(async () => await ProcessAsync(dies) > 0, "the engine has read more records");
        }

        Assert.False(await test.IsDrainedAsync());
        await using var lives = await test.StartEngineAsync();
        await test.DrainAsync(lives);
        await test.AssertExactlyOnceAsync(Users);
    }

    [ContractFact]
    public async Task A_reset_goes_on_where_the_last_commit_was()
    {
        await using var test = await CreateAsync();
        await test.AppendAsync(Enumerable.Range(0, Users));
        await using var engine = await test.StartEngineAsync();

        for (var turn = 0; turn < 3; turn++)
        {
            await ProcessorUnderTest.StepAsync(engine);
            await ProcessAsync(engine);
            await engine.ResetAsync(default);
        }

        await test.DrainAsync(engine);
        await test.AssertExactlyOnceAsync(Users);
    }

    [ContractFact]
    public async Task Redeliveries_are_dropped_also_by_an_engine_that_was_not_there_and_also_of_dead_letters()
    {
        await using var test = await CreateAsync();
        await test.AppendAsync(Enumerable.Range(0, Users));
        await using (var first = await test.StartEngineAsync()) await test.DrainAsync(first);

        await test.AppendAsync(Enumerable.Range(0, Users + 500));
        await using (var second = await test.StartEngineAsync()) await test.DrainAsync(second);
        await test.AssertExactlyOnceAsync(Users + 500);

        // Only dead letters come again: nothing in users_processed can tell.
        await test.AppendAsync(Enumerable.Range(0, Users).Where(number => !ProcessorUnderTest.IsValid(number)));
        await using (var third = await test.StartEngineAsync()) await test.DrainAsync(third);
        await test.AssertExactlyOnceAsync(Users + 500);
    }

    [ContractFact]
    public async Task Engines_that_come_and_go_share_the_partitions_and_the_counts_stay_right()
    {
        await using var test = await CreateAsync();
        await using var steady = await test.StartEngineAsync();
        using var stop = new CancellationTokenSource();
        var running = RunAsync(steady, stop.Token);

        for (var round = 0; round < 3; round++)
        {
            // Half of what a round brings was there before.
            await test.AppendAsync(Enumerable.Range(round * 500, 1000));
            await using var guest = await test.StartEngineAsync();
            using var leave = new CancellationTokenSource();
            var visiting = RunAsync(guest, leave.Token);
            await test.AppendAsync(Enumerable.Range(round * 500, 1000));
            await Wait.UntilAsync(test.IsDrainedAsync, "both engines have read everything");
            await leave.CancelAsync();
            await visiting;
        }

        await Wait.UntilAsync(test.IsDrainedAsync, "the last engine has read everything");
        await stop.CancelAsync();
        await running;
        await test.AssertExactlyOnceAsync(2000);
    }

    [ContractFact]
    public async Task Windows_of_an_idle_pipeline_become_final_by_the_clock_also_after_a_restart()
    {
        await using var test = await CreateAsync();
        await test.AppendAsync(Enumerable.Range(0, 100));
        await using (var first = await test.StartEngineAsync()) await test.DrainAsync(first);
        Assert.Contains(await test.CountsAsync(), row => !row.Final);

        test.Options.IdleGrace = TimeSpan.FromMilliseconds(200);
        await using var second = await test.StartEngineAsync();
        await Wait.UntilAsync(
            async () =>
            {
                await ProcessorUnderTest.StepAsync(second);
                return (await test.CountsAsync()).All(row => row.Final);
            },
            "all windows are final");

        await test.AppendAsync(Enumerable.Range(100, 50));
        await test.DrainAsync(second);
        var counts = await test.CountsAsync();
        Assert.All(counts, row => Assert.True(row.Final));
        Assert.Equal(45, counts.Sum(row => row.Late));
        await test.AssertExactlyOnceAsync(150);
    }

    [ContractFact]
    public async Task A_record_of_a_schema_that_is_registered_a_moment_later_is_waited_for_and_one_of_none_is_a_dead_letter()
    {
        await using var test = await CreateAsync();
        await using var engine = await test.StartEngineAsync();
        var next = await test.NextSchemaIdAsync();
        await test.AppendAsync([0], next);

        var draining = test.DrainAsync(engine);
        Assert.Equal(next, await test.RegisterNextVersionAsync());
        await draining;
        await test.AppendAsync([1], schema: 999);
        await test.DrainAsync(engine);

        Assert.Equal([1L], await test.RawSeqsAsync(Topics.UsersProcessed));
        var rule = Assert.Single(Assert.Single(await test.RejectedAsync()).Rules);
        Assert.Equal("the schema 999 is not registered", rule.Message);
    }

    [ContractFact]
    public async Task What_cannot_be_decoded_is_a_dead_letter_and_does_not_hold_up_its_partition()
    {
        await using var test = await CreateAsync();
        await test.AppendRawAsync([]);
        await test.AppendRawAsync([0, 0, 0, 0, 99, (byte)'{', (byte)'}']);
        await test.AppendRawAsync([0, 0, 0, 0, 1, 0xff]);
        await test.AppendAsync(Enumerable.Range(0, 3));
        await using var engine = await test.StartEngineAsync();
        await test.DrainAsync(engine);

        Assert.Equal(3, (await test.RejectedAsync()).Count(rejected => rejected.Rules is [{ Rule: "decode" }]));
        Assert.Equal(3, (await test.RawSeqsAsync(Topics.UsersProcessed)).Count);
    }

    private static async Task<int> ProcessAsync(Engine engine) => await engine.ProcessAsync(default);

    private static async Task RunAsync(Engine engine, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested) await ProcessorUnderTest.StepAsync(engine);
    }
}

[SkipReason(nameof(SkipReason))]
public sealed class PostgresEngineTests : EngineTests
{
    public static string? SkipReason => PostgresRequirement.SkipReason;

    private protected override Task<ProcessorUnderTest> CreateAsync() => ProcessorUnderTest.OnPostgresAsync();
}

[SkipReason(nameof(SkipReason))]
public sealed class KafkaEngineTests : EngineTests
{
    public static string? SkipReason => PostgresRequirement.SkipReason ?? ServerHomes.SkipReason(ServerHomes.Kafka);

    private protected override Task<ProcessorUnderTest> CreateAsync() => ProcessorUnderTest.OnKafkaAsync();
}
