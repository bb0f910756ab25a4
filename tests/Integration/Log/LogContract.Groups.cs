using System.Collections.Concurrent;
using System.Diagnostics;
using Streaming.Pipeline.Log;

namespace Streaming.Tests.Integration.Log;

public abstract partial class LogContract
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);

    [ContractFact]
    public async Task A_group_resumes_where_it_committed()
    {
        using var records = Texts.Records((In[0], "a"), (In[0], "b"));
        await AppendAsync(records);
        await using (var first = Log.CreateConsumer(Reader))
        {
            Assert.Equal(2, (await first.ReadAsync(2)).Count);
            await first.CommitAsync(null, default);
            await AppendAsync(records);
            await first.ReadAsync(2);
        }

        await using var second = Start().CreateConsumer(Reader);
        var resumed = await second.ReadAsync(2);
        Assert.Equal(["a", "b"], resumed.Select(record => record.Value));
        Assert.InRange(resumed[0].Offset, 2, IsContiguous ? 2 : 3);
        await using var other = Log.CreateConsumer(new Subscription(Group + "_other", In));
        Assert.Equal(4, (await other.ReadAsync(4)).Count);
    }

    [ContractFact]
    public async Task Reset_goes_back_to_what_is_committed_under_a_new_epoch()
    {
        using var records = Texts.Records((In[0], "a"));
        await AppendAsync(records);
        await using var consumer = Log.CreateConsumer(Reader);
        var epochs = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            await Wait.UntilAsync(async () =>
            {
                var batches = await consumer.ReadAsync(Short, default);
                epochs.AddRange(batches.Select(batch => batch.Epoch));
                return batches.Take().Count > 0;
            }, "the record");
            await consumer.ResetAsync(default);
        }

        Assert.Equal(3, epochs.Distinct().Count());
    }

    [ContractFact]
    public async Task Output_and_offsets_are_committed_together_or_not_at_all()
    {
        using var records = Texts.Records((In[0], "a"), (In[1], "b"));
        await AppendAsync(records);
        await using var consumer = Log.CreateConsumer(Reader);
        await consumer.ReadAsync(2);

        using var impossible = Texts.Records((Out[0], "x"), (Out[99], "y"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => consumer.CommitAsync(impossible, default));
        await Assert.ThrowsAsync<InvalidOperationException>(() => consumer.ReadAsync(Short, default));
        await consumer.ResetAsync(default);
        Assert.Empty(await Log.AllAsync(Out));
        Assert.Equal(2, (await consumer.ReadAsync(2)).Count);

        using var output = Texts.Records((Out[0], "x"), (Out[1], "y"));
        await consumer.CommitAsync(output, default);
        Assert.Equal(2, (await Log.AllAsync(Out)).Count);
        Assert.All(await GroupOffsetsAsync(), group => Assert.Equal(0, group.Lag));
    }

    [ContractFact]
    public async Task Members_that_come_go_and_die_process_every_record_exactly_once()
    {
        const int Total = 3_000;
        using var stop = new CancellationTokenSource();
        var first = Start();
        var dying = StartProcess();
        _processes.Add(dying);
        var third = Start();
        using var stopSecond = new CancellationTokenSource();
        using var stopThird = new CancellationTokenSource();
        var seen = new ConcurrentDictionary<string, int>();

        var running = new List<Task> { Task.Run(() => CopyAsync(first, "1", seen, stop.Token)) };
        await AppendNumbersAsync(0, Total / 3);
        running.Add(Task.Run(() => CopyAsync(dying.Log, "2", seen, stopSecond.Token)));
        running.Add(Task.Run(() => CopyAsync(third, "3", seen, stopThird.Token)));
        await Wait.UntilAsync(async () =>
        {
            await AppendNumbersAsync(0, 0);
            using var ping = Texts.Records((In[0], "p"), (In[1], "p"), (In[2], "p"), (In[3], "p"));
            await AppendAsync(ping);
            return seen.ContainsKey("2") && seen.ContainsKey("3");
        }, "all three having partitions");
        await AppendNumbersAsync(Total / 3, 2 * Total / 3);
        await dying.CutOffAsync();
        await stopSecond.CancelAsync();
        await stopThird.CancelAsync();
        await AppendNumbersAsync(2 * Total / 3, Total);

        await Wait.UntilAsync(async () => (await GroupOffsetsAsync()).Sum(group => group.Lag) == 0, "no lag");
        await stop.CancelAsync();
        await Task.WhenAll(running);
        var copied = (await Log.AllAsync(Out)).Select(record => record.Value).Where(value => value != "p").Select(int.Parse).Order();
        Assert.Equal(Enumerable.Range(0, Total), copied);
    }

    [ContractFact]
    public async Task A_group_shares_its_partitions_evenly()
    {
        var consumers = Enumerable.Range(0, 3).Select(_ => Start().CreateConsumer(Reader)).ToList();
        var owners = new ConcurrentDictionary<TopicPartition, int>();
        using var stop = new CancellationTokenSource();
        var running = consumers.Select((consumer, member) => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                foreach (var (partition, _, _) in (await consumer.ReadAsync(Short, default)).Take()) owners[partition] = member;
                try
                {
                    await consumer.CommitAsync(null, default);
                }
                catch (FencedException)
                {
                    // A partition has gone to a member that joined between the read and the commit.
                    await consumer.ResetAsync(default);
                }
            }
        })).ToList();

        await Wait.UntilAsync(async () =>
        {
            using var ping = Texts.Records((In[0], "p"), (In[1], "p"), (In[2], "p"), (In[3], "p"));
            await AppendAsync(ping);
            return owners.Values.GroupBy(member => member).Select(group => group.Count()).Order().SequenceEqual([1, 1, 2]);
        }, "shares of 1, 1 and 2");

        await stop.CancelAsync();
        await Task.WhenAll(running);
        foreach (var consumer in consumers) await consumer.DisposeAsync();
    }

    [ContractFact]
    public async Task A_member_that_was_taken_for_dead_is_fenced()
    {
        using var records = Texts.Records((In[0], "a"));
        await AppendAsync(records);
        var process = StartProcess();
        _processes.Add(process);
        await using var zombie = process.Log.CreateConsumer(Reader);
        await zombie.ReadAsync(1);
        using var output = Texts.Records((Out[0], "zombie"));

        await process.CutOffAsync();
        await using var heir = Log.CreateConsumer(Reader);
        Assert.Single(await heir.ReadAsync(1));

        await Assert.ThrowsAsync<FencedException>(() => zombie.CommitAsync(output, default));
        Assert.Empty(await Log.AllAsync(Out));
        await heir.CommitAsync(output, default);
        Assert.Single(await Log.AllAsync(Out));
    }

    [ContractFact]
    public async Task A_waiting_reader_wakes_at_once()
    {
        await using var producer = Log.CreateProducer();
        await using var consumer = Start().CreateConsumer(Reader);
        var delays = new List<double>();
        for (var i = 0; i < 20; i++)
        {
            using var records = Texts.Records((In[i % 4], "wake"));
            var reading = Task.Run(async () =>
            {
                await consumer.ReadAsync(1);
                return Stopwatch.GetTimestamp();
            });
            await Task.WhenAny(reading, Task.Delay(20));
            var start = Stopwatch.GetTimestamp();
            await producer.AppendAsync(records, default);
            delays.Add((await reading - start) * 1000.0 / Stopwatch.Frequency);
        }

        Assert.InRange(delays.Order().ElementAt(10), 0, 100);
    }

    [ContractFact]
    public async Task Lag_is_known_for_each_group_with_its_age()
    {
        await using var consumer = Log.CreateConsumer(Reader);
        using var records = Texts.Records((In[2], "a"), (In[2], "b"));
        await AppendAsync(records);
        await consumer.ReadAsync(2);
        Assert.InRange((await GroupOffsetAsync(2)).Lag, 2, IsContiguous ? 2 : 3);
        Assert.NotNull((await GroupOffsetAsync(2)).LagSince);

        await consumer.CommitAsync(null, default);
        var committed = await GroupOffsetAsync(2);
        Assert.Equal((0, null), (committed.Lag, committed.LagSince));
        Assert.InRange(committed.Committed, 2, IsContiguous ? 2 : 3);
    }

    [ContractFact]
    public async Task A_group_that_has_not_begun_has_everything_to_read()
    {
        using var records = Texts.Records((In[2], "a"), (In[2], "b"));
        await AppendAsync(records);

        var offsets = await Log.GetGroupOffsetsAsync([NotBegun], default);

        Assert.Equal(In.All, offsets.Select(offset => offset.Partition));
        Assert.All(offsets, offset => Assert.Equal((NotBegun.Group, 0), (offset.Group, offset.Committed)));
        Assert.InRange(offsets[2].Lag, 2, IsContiguous ? 2 : 3);
        Assert.NotNull(offsets[2].LagSince);
        Assert.Equal(offsets[2].Lag, offsets.Sum(offset => offset.Lag));
    }

    private Task<IReadOnlyList<GroupOffset>> GroupOffsetsAsync() => Log.GetGroupOffsetsAsync([Reader], default);

    private async Task<GroupOffset> GroupOffsetAsync(int partition) => (await GroupOffsetsAsync()).Single(offset => offset.Partition == In[partition]);

    private async Task AppendNumbersAsync(int from, int to)
    {
        await using var producer = Log.CreateProducer();
        for (var i = from; i < to; i += 50)
        {
            using var records = Texts.Records([.. Enumerable.Range(i, Math.Min(50, to - i)).Select(n => (In[n % 4], $"{n}"))]);
            await producer.AppendAsync(records, default);
        }
    }

    /// <summary>Copies from one topic to the other, as a processor does, until it is stopped or cut off.</summary>
    private async Task CopyAsync(ILog log, string name, ConcurrentDictionary<string, int> seen, CancellationToken stop)
    {
        await using var consumer = log.CreateConsumer(Reader);
        using var output = new RecordWriter();
        while (!stop.IsCancellationRequested)
        {
            try
            {
                output.Clear();
                foreach (var (partition, _, value) in (await consumer.ReadAsync(Short, default)).Take()) output.Put(Out[partition.Partition], value);
                if (output.Count > 0) seen[name] = 1;
                await consumer.CommitAsync(output, default);
            }
            catch (Exception error) when (error is FencedException or LogUnavailableException)
            {
                await consumer.ResetAsync(default);
            }
            catch (InvalidOperationException cutOff) when (cutOff.InnerException is ObjectDisposedException)
            {
                return;
            }
        }
    }
}
