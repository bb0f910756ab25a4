using System.Diagnostics;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Log.Kafka;

namespace Streaming.Tests.Integration.Log;

/// <summary>What only a log on Kafka can meet: brokers that die or stand still, zombies, undecided transactions, markers at the end.</summary>
public sealed class KafkaFaultTests
{
    private static readonly KafkaLogOptions Quick = new() { RequestTimeout = TimeSpan.FromSeconds(5), TransactionTimeout = TimeSpan.FromSeconds(10) };

    private static int _topics;

    private readonly Topic _topic = new($"faults_{Interlocked.Increment(ref _topics)}", 2, TimeSpan.FromDays(1));

    [ServersFact(ServerHomes.Kafka)]
    public async Task Each_append_is_whole_or_absent_when_the_broker_is_killed_and_started_again()
    {
        await using var server = await KafkaServer.LaunchAsync();
        await using var process = new KafkaProcess(server.BootstrapServers, options: Quick);
        await process.Log.CreateTopicsAsync([_topic], default);
        await using var consumer = process.Log.CreateConsumer(new Subscription("group", _topic));
        var (appended, failures) = (0, 0);
        using var stop = new CancellationTokenSource();
        var appending = Task.Run(async () =>
        {
            await using var producer = process.Log.CreateProducer();
            while (!stop.IsCancellationRequested)
            {
                using var records = Texts.Records((_topic[0], $"{appended}"), (_topic[1], $"{appended}"));
                try
                {
                    await producer.AppendAsync(records, default);
                    appended++;
                }
                catch (LogUnavailableException)
                {
                    failures++;
                }
            }
        });
        await consumer.ReadAsync(2);
        await consumer.CommitAsync(null, default);

        await Wait.UntilAsync(() => appended > 20, "appends before the kill");
        await server.KillBrokerAsync();
        await Wait.UntilAsync(() => failures > 0, "a failed append");
        await Assert.ThrowsAsync<LogUnavailableException>(() => consumer.ReadAsync(100_000));
        await server.StartAsync();
        var resumed = appended;
        await Wait.UntilAsync(() => appended > resumed + 20, "appends after the start");
        await stop.CancelAsync();
        await appending;

        await consumer.ResetAsync(default);
        await consumer.ReadAsync(20);
        var all = await process.Log.AllAsync(_topic);
        var first = all.Where(record => record.Partition == _topic[0]).Select(record => record.Value).ToList();
        Assert.Equal(first, all.Where(record => record.Partition == _topic[1]).Select(record => record.Value));
        Assert.Equal(Enumerable.Range(0, appended), first.Select(int.Parse).Distinct());
    }

    [ServersFact(ServerHomes.Kafka)]
    public async Task A_broker_that_stands_still_is_unavailable_within_the_deadline_and_heals()
    {
        await using var server = await KafkaServer.LaunchAsync();
        await using var process = new KafkaProcess(server.BootstrapServers, options: Quick);
        await process.Log.CreateTopicsAsync([_topic], default);
        await using var consumer = process.Log.CreateConsumer(new Subscription("group", _topic));
        await using var producer = process.Log.CreateProducer();
        using var records = Texts.Records((_topic[0], "a"));
        using var output = Texts.Records((_topic[1], "b"));
        await producer.AppendAsync(records, default);
        Assert.Single(await consumer.ReadAsync(1));

        server.Stop();
        var started = Stopwatch.GetTimestamp();
        await Assert.ThrowsAsync<LogUnavailableException>(() => producer.AppendAsync(records, default));
        await Assert.ThrowsAnyAsync<Exception>(() => consumer.CommitAsync(output, default));
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 3 * Quick.RequestTimeout.TotalSeconds);
        server.Continue();

        await Wait.UntilAsync(() => SucceedsAsync(() => producer.AppendAsync(records, default)), "an append");
        await Wait.UntilAsync(() => SucceedsAsync(() => consumer.ResetAsync(default)), "a reset");
        var again = new List<string>();
        await Wait.UntilAsync(
            async () =>
            {
                // The broker comes back step by step, so a read may still find it away.
                await SucceedsAsync(async () =>
                {
                    var read = await consumer.ReadAsync(TimeSpan.FromMilliseconds(100), default);
                    again.AddRange(read.Take().Select(record => $"{record.Offset} {record.Value}"));
                });
                return again.Contains("0 a");
            },
            "the record that was not committed, again");
    }

    [ServersFact(ServerHomes.Kafka)]
    public async Task An_operators_questions_to_a_broker_that_stands_still_end_in_time_and_are_answered_later()
    {
        await using var server = await KafkaServer.LaunchAsync();
        await using var process = new KafkaProcess(server.BootstrapServers, options: Quick);
        await process.Log.CreateTopicsAsync([_topic], default);
        await using var producer = process.Log.CreateProducer();
        using var records = Texts.Records((_topic[0], "a"));
        await producer.AppendAsync(records, default);
        await process.Admin.GetGroupsAsync(default);
        var range = (await process.Admin.GetPartitionsAsync(default))[0];

        server.Stop();
        var started = Stopwatch.GetTimestamp();
        await Assert.ThrowsAsync<LogUnavailableException>(() => process.Admin.GetGroupsAsync(default));
        await Assert.ThrowsAsync<LogUnavailableException>(() => process.Admin.GetPartitionsAsync(default));
        await Assert.ThrowsAsync<LogUnavailableException>(() => process.Admin.ReadBackAsync(range, range.End, 1, default));
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 6 * Quick.RequestTimeout.TotalSeconds);
        server.Continue();

        await Wait.UntilAsync(() => SucceedsAsync(() => process.Admin.GetGroupsAsync(default)), "the groups");
        await Wait.UntilAsync(() => SucceedsAsync(() => process.Admin.GetPartitionsAsync(default)), "the partitions");
        Assert.Single(await process.Admin.ReadBackAsync(range, range.End, 1, default));
    }

    [ServersFact(ServerHomes.Kafka)]
    public async Task A_group_at_rest_has_no_lag_in_Kafkas_own_tools()
    {
        var server = await KafkaServer.SharedAsync();
        await using var process = new KafkaProcess(server.BootstrapServers);
        await process.Log.CreateTopicsAsync([_topic], default);
        await using var consumer = process.Log.CreateConsumer(new Subscription($"rest_{_topic.Name}", _topic));
        await using var producer = process.Log.CreateProducer();
        using var records = Texts.Records((_topic[0], "a"), (_topic[1], "b"));
        await producer.AppendAsync(records, default);
        await consumer.ReadAsync(2);
        await consumer.CommitAsync(null, default);

        await Wait.UntilAsync(async () =>
        {
            Assert.Empty(await consumer.ReadAsync(TimeSpan.FromSeconds(1), default));
            var lines = (await server.RunAsync("kafka-consumer-groups.sh", "--describe", "--group", $"rest_{_topic.Name}")).Split('\n');

            // GROUP TOPIC PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG …
            var partitions = lines.Where(line => line.Contains(_topic.Name + " "))
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
            return partitions.Count == 2 && partitions.TrueForAll(columns => columns is [_, _, _, "2", "2", "0", ..]);
        }, "offsets behind the markers");
    }

    [ServersFact(ServerHomes.Kafka)]
    public async Task Reading_waits_for_a_transaction_that_is_not_decided()
    {
        var server = await KafkaServer.SharedAsync();
        await using var process = new KafkaProcess(server.BootstrapServers);
        await process.Log.CreateTopicsAsync([_topic], default);
        using var open = KafkaTransaction.Begin(server.BootstrapServers, _topic[0], "open");

        var reading = process.Log.AllAsync(_topic);
        await Task.WhenAny(reading, Task.Delay(TimeSpan.FromSeconds(1)));
        Assert.False(reading.IsCompleted);
        open.Commit();

        Assert.Equal(["open"], (await reading).Select(record => record.Value));
    }

    [ServersFact(ServerHomes.Kafka)]
    public async Task A_zombies_transaction_ends_and_leaves_nothing()
    {
        var server = await KafkaServer.SharedAsync();
        await using var process = new KafkaProcess(server.BootstrapServers);
        await process.Log.CreateTopicsAsync([_topic], default);
        using var zombie = KafkaTransaction.Begin(server.BootstrapServers, _topic[0], "zombie", timeout: TimeSpan.FromSeconds(3));
        await using var producer = process.Log.CreateProducer();
        using var records = Texts.Records((_topic[0], "alive"));
        await producer.AppendAsync(records, default);

        Assert.Equal(["alive"], (await process.Log.AllAsync(_topic)).Select(record => record.Value));
        Assert.ThrowsAny<Confluent.Kafka.KafkaException>(zombie.Commit);
    }

    private static async Task<bool> SucceedsAsync(Func<Task> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (LogUnavailableException)
        {
            return false;
        }
    }
}
