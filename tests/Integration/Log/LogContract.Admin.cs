using System.Text;
using Streaming.Pipeline.Log;

namespace Streaming.Tests.Integration.Log;

/// <summary>What an operator may rely on.</summary>
public abstract partial class LogContract
{
    [ContractFact]
    public async Task All_partitions_are_listed_with_what_they_hold()
    {
        using var records = Texts.Records((In[1], "a"), (In[1], "b"));
        await AppendAsync(records);

        var all = await Admin.GetPartitionsAsync(default);

        Assert.Equal(all.Select(range => range.Partition).Order(), all.Select(range => range.Partition));
        Assert.DoesNotContain(all, range => range.Partition.Topic.StartsWith("__"));
        var ours = all.Where(range => range.Partition.Topic == In.Name).ToList();
        Assert.Equal([0, 1, 2, 3], ours.Select(range => range.Partition.Partition));
        Assert.Equal((0, 0, 0L), (ours[0].Start, ours[0].End, ours[0].Count));
        Assert.InRange(ours[1].End, 2, IsContiguous ? 2 : 3);
    }

    [ContractFact]
    public async Task Groups_are_listed_with_members_and_lag_whoever_reads()
    {
        using var records = Texts.Records((In[1], "a"), (In[1], "b"));
        await AppendAsync(records);
        await using (var consumer = Log.CreateConsumer(Reader))
        {
            await consumer.ReadAsync(2);
            await consumer.CommitAsync(null, default);
            var active = await FindGroupAsync(group => group.IsActive);
            Assert.Equal(1, active!.Members);
        }

        await AppendAsync(records);
        var stopped = await FindGroupAsync(group => !group.IsActive);
        var behind = stopped!.Offsets.Single(offset => offset.Partition == In[1]);
        Assert.InRange(behind.Lag, 2, IsContiguous ? 2 : 4);
        Assert.NotNull(behind.LagSince);
    }

    [ContractFact]
    public async Task A_time_finds_the_first_record_from_then_on()
    {
        var times = new List<DateTimeOffset>();
        for (var i = 0; i < 9; i++)
        {
            using var records = Texts.Records((In[2], $"{i}"), (In[2], $"{i}+"));
            await AppendAsync(records);
            var newest = await Admin.ReadBackAsync(await RangeAsync(2), long.MaxValue, 1, default);
            times.Add(newest[0].AppendedAt);
            await Wait.UntilAsync(() => TimeProvider.System.GetUtcNow() > times[^1].AddMilliseconds(2), "the clock to go on");
        }

        for (var i = 0; i < times.Count; i++) Assert.Equal($"{i}", await FirstAtAsync(times[i]));
        Assert.Equal("5", await FirstAtAsync(times[4].AddMilliseconds(1)));
        Assert.Equal("0", await FirstAtAsync(times[0].AddDays(-1)));
        Assert.Equal((await RangeAsync(2)).End, await Admin.FindOffsetAsync(In[2], times[^1].AddDays(1), default));
        Assert.Equal(0, await Admin.FindOffsetAsync(In[0], times[0], default));
    }

    [ContractFact]
    public async Task A_partition_or_topic_that_does_not_exist_is_named()
    {
        foreach (var absent in new[] { In[99], new TopicPartition("nowhere", 0) })
        {
            var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Admin.FindOffsetAsync(absent, DateTimeOffset.UnixEpoch, default));
            Assert.Contains(absent.Topic, error.Message);
        }
    }

    [ContractFact]
    public async Task The_last_records_are_read_newest_first_and_older_ones_from_there()
    {
        for (var i = 0; i < 6; i++)
        {
            using var records = Texts.Records([.. Enumerable.Range(0, 40).Select(n => (In[0], $"{(i * 40) + n}"))]);
            await AppendAsync(records);
        }

        var range = await RangeAsync(0);
        var newest = await Admin.ReadBackAsync(range, range.End, 100, default);
        var older = await Admin.ReadBackAsync(range, newest[^1].Offset, 200, default);

        Assert.Equal(Enumerable.Range(140, 100).Reverse(), newest.Select(record => int.Parse(Text(record.Value))));
        Assert.Equal(Enumerable.Range(0, 140).Reverse(), older.Select(record => int.Parse(Text(record.Value))));
        Assert.Empty(await Admin.ReadBackAsync(range, range.Start, 10, default));
        Assert.Empty(await Admin.ReadBackAsync(await RangeAsync(1), long.MaxValue, 10, default));
    }

    [ContractFact]
    public async Task A_copied_record_is_whole_and_a_long_value_is_cut()
    {
        using var writer = new RecordWriter();
        var headers = new RecordHeaders { TraceParent = "00-trace"u8, RunId = "run"u8, RawSeq = 7 };
        writer.Add(In, "id"u8, headers, "value"u8);
        writer.Add(In, "id"u8, default, new byte[LogRecord.MostValueBytes + 1]);
        await AppendAsync(writer);
        var range = await RangeAsync(In.PartitionOf("id"u8));

        var scan = await Admin.ScanAsync(new RecordRange(range.Partition, 0, range.End, 10), default);

        var (first, second) = (scan.Records[0], scan.Records[1]);
        Assert.Equal(("id", "00-trace", "run", 7L, "value"), (Text(first.Key), first.TraceParent, first.RunId, first.RawSeq, Text(first.Value)));
        Assert.Equal((null, null, 0L), (second.TraceParent, second.RunId, second.RawSeq));
        Assert.False(first.IsCut);
        Assert.True(second.IsCut);
        Assert.Equal((LogRecord.MostValueBytes, LogRecord.MostValueBytes + 1), (second.Value.Length, second.ValueLength));
    }

    [ContractFact]
    public async Task A_scan_keeps_to_its_range_and_says_where_to_go_on()
    {
        using var records = Texts.Records([.. Enumerable.Range(0, 100).Select(n => (In[3], $"{n}"))]);
        await AppendAsync(records);

        var first = await Admin.ScanAsync(new RecordRange(In[3], 10, 50, 15), default);
        var rest = await Admin.ScanAsync(new RecordRange(In[3], first.Next, 50, 100), default);
        var empty = await Admin.ScanAsync(new RecordRange(In[3], 50, 50, 15), default);

        Assert.Equal(Enumerable.Range(10, 15), first.Records.Select(record => (int)record.Offset));
        Assert.Equal(Enumerable.Range(25, 25), rest.Records.Select(record => (int)record.Offset));
        Assert.Equal((25, 50, 50), (first.Next, rest.Next, empty.Next));
        Assert.Empty(empty.Records);
    }

    [ContractFact]
    public async Task A_key_is_searched_from_the_end_and_further_from_where_it_stopped()
    {
        using var writer = new RecordWriter();
        for (var i = 0; i < 60_000; i++) writer.Put(In[0], "v", i % 20_000 == 7 ? "wanted" : "key");
        await AppendAsync(writer);
        var range = await RangeAsync(0);

        var steps = new List<BackwardStep>();
        await foreach (var step in Admin.ScanBackAsync(range, range.End, 1, "wanted"u8.ToArray(), default)) steps.Add(step);
        var found = steps.SelectMany(step => step.Records).ToList();
        Assert.Equal([40_007], found.Select(record => record.Offset));
        Assert.All(steps.Zip(steps.Skip(1)), pair => Assert.True(pair.Second.Position < pair.First.Position));

        var further = new List<LogRecord>();
        await foreach (var step in Admin.ScanBackAsync(range, steps[^1].Position, 10, "wanted"u8.ToArray(), default)) further.AddRange(step.Records);
        Assert.Equal([20_007, 7], further.Select(record => record.Offset));
    }

    [ContractFact]
    public async Task Of_many_with_the_same_key_those_that_are_left_out_are_found_further_on()
    {
        using var records = Texts.Records([.. Enumerable.Range(0, 50).Select(n => (In[0], $"{n}"))]);
        await AppendAsync(records);
        var range = await RangeAsync(0);
        var found = new List<int>();
        for (var position = range.End; position > range.Start;)
        {
            await foreach (var step in Admin.ScanBackAsync(range, position, 8, "key"u8.ToArray(), default))
            {
                position = step.Position;
                found.AddRange(step.Records.Select(record => int.Parse(Text(record.Value))));
            }
        }

        Assert.Equal(Enumerable.Range(0, 50).Reverse(), found);
    }

    [ContractFact]
    public async Task A_group_is_rewound_when_it_is_stopped_and_not_before()
    {
        using var records = Texts.Records((In[0], "a"), (In[0], "b"), (In[1], "c"));
        await AppendAsync(records);
        await using (var consumer = Log.CreateConsumer(Reader))
        {
            await consumer.ReadAsync(3);
            await consumer.CommitAsync(null, default);
            var ranges = await RangesAsync(0, 1);
            var earliest = await Admin.FindAsync(new RewindTarget.Earliest(), ranges, default);
            var refused = await Assert.ThrowsAsync<GroupActiveException>(() => Admin.RewindAsync(Group, earliest, default));
            Assert.Contains($"The group {Group} has members", refused.Message);
            Assert.Equal(0, (await GroupOffsetAsync(0)).Lag);
        }

        await FindGroupAsync(group => !group.IsActive);
        var target = await Admin.FindAsync(new RewindTarget.Offset(1), await RangesAsync(0, 1), default);
        await Admin.RewindAsync(Group, target, default);

        await using var again = Start().CreateConsumer(Reader);
        Assert.Equal(["b"], (await again.ReadAsync(1)).Select(record => record.Value));
    }

    [ContractFact]
    public async Task A_target_becomes_an_offset_within_each_partition()
    {
        using var records = Texts.Records((In[0], "a"), (In[0], "b"), (In[1], "c"));
        await AppendAsync(records);
        var ranges = await RangesAsync(0, 1);

        var ends = (ranges[0].End, ranges[1].End);
        var now = TimeProvider.System.GetUtcNow();

        Assert.Equal((0, 0), await FindAsync(new RewindTarget.Earliest()));
        Assert.Equal(ends, await FindAsync(new RewindTarget.Latest()));
        Assert.Equal((1, 1), await FindAsync(new RewindTarget.Offset(1)));
        Assert.Equal(ends, await FindAsync(new RewindTarget.Offset(99)));
        Assert.Equal((0, 0), await FindAsync(new RewindTarget.Time(now.AddHours(-1))));
        Assert.Equal(ends, await FindAsync(new RewindTarget.Time(now.AddHours(1))));

        async Task<(long, long)> FindAsync(RewindTarget target)
        {
            var found = await Admin.FindAsync(target, ranges, default);
            return (found[In[0]], found[In[1]]);
        }
    }

    private async Task<PartitionRange[]> RangesAsync(params int[] partitions)
    {
        var all = await Admin.GetPartitionsAsync(default);
        return [.. partitions.Select(partition => all.Single(range => range.Partition == In[partition]))];
    }

    private async Task<PartitionRange> RangeAsync(int partition) => (await RangesAsync(partition))[0];

    private async Task<ConsumerGroup?> FindGroupAsync(Predicate<ConsumerGroup> state)
    {
        ConsumerGroup? found = null;
        await Wait.UntilAsync(async () =>
        {
            found = (await Admin.GetGroupsAsync(default)).SingleOrDefault(group => group.Name == Group);
            return found is not null && state(found);
        }, "the group's state");
        return found;
    }

    private async Task<string> FirstAtAsync(DateTimeOffset time)
    {
        var from = await Admin.FindOffsetAsync(In[2], time, default);
        var scan = await Admin.ScanAsync(new RecordRange(In[2], from, (await RangeAsync(2)).End, 1), default);
        return Encoding.UTF8.GetString(scan.Records[0].Value);
    }
}
