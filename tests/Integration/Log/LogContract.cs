using System.Text;
using Streaming.Pipeline.Log;

namespace Streaming.Tests.Integration.Log;

/// <summary>What every log has to keep, whatever it is made of: appending and reading. Groups have a file of their own.</summary>
public abstract partial class LogContract : IAsyncLifetime
{
    private readonly List<LogProcess> _processes = [];

    // Several tests may share a server.
    private static int _tests;
    private readonly int _test = Interlocked.Increment(ref _tests);

    private Topic In => new($"in_{_test}", 4, TimeSpan.FromDays(1));

    private Topic Out => new($"out_{_test}", 4, TimeSpan.FromDays(1));

    private string Group => $"group_{_test}";

    private Subscription Reader => new(Group, In);

    private Subscription NotBegun => new(Group + "_not_begun", In);

    private ILog Log => _processes[0].Log;

    private ILogAdmin Admin => _processes[0].Admin;

    /// <summary>Whether a record's offset is the one before plus one, rather than any greater one.</summary>
    protected abstract bool IsContiguous { get; }

    protected abstract Task PrepareAsync();

    protected abstract LogProcess StartProcess();

    public async Task InitializeAsync()
    {
        await PrepareAsync();
        await Start().CreateTopicsAsync([In, Out], default);
    }

    public async Task DisposeAsync()
    {
        foreach (var process in _processes) await process.DisposeAsync();
    }

    [ContractFact]
    public async Task What_was_appended_is_read_back_with_keys_and_headers()
    {
        using var writer = new RecordWriter();
        writer.Add(In, "id-1"u8, new RecordHeaders { TraceParent = "00-trace"u8, RunId = "run"u8, RawSeq = 1L << 40 }, "value"u8);
        writer.Add(In, "id-1"u8, default, ""u8);
        await AppendAsync(writer);

        var read = new List<string>();
        await foreach (var batch in Log.ReadAsync(In[In.PartitionOf("id-1"u8)], 0, default))
        {
            foreach (var record in batch)
                read.Add($"{Text(record.Key)} {Text(record.Headers.TraceParent)}"
                    + $" {Text(record.Headers.RunId)} {record.Headers.RawSeq} {Text(record.Value)}");
            Assert.InRange(batch.AppendedAt, DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.MaxValue);
            batch.Dispose();
        }

        Assert.Equal(["id-1 00-trace run 1099511627776 value", "id-1   0 "], read);
    }

    [ContractFact]
    public async Task Concurrent_appends_leave_no_gap_and_no_reader_ever_sees_one()
    {
        const int Appenders = 8, Appends = 50;
        using var done = new CancellationTokenSource();
        var watching = Task.Run(() => WatchForGapsAsync(In[0], done.Token));

        await Task.WhenAll(Enumerable.Range(0, Appenders).Select(appender => Task.Run(async () =>
        {
            await using var producer = Log.CreateProducer();
            for (var i = 0; i < Appends; i++)
            {
                using var records = Texts.Records((In[0], $"{appender}:{i}"), (In[3], $"{appender}:{i}"), (In[0], $"{appender}:{i}+"));
                await producer.AppendAsync(records, default);
            }
        })));
        await done.CancelAsync();
        await watching;

        var all = await Log.AllAsync(In);
        AssertAscending(all.Where(record => record.Partition == In[0]).Select(record => record.Offset), 2 * Appenders * Appends);
        for (var appender = 0; appender < Appenders; appender++)
        {
            var own = all.Where(record => record.Partition == In[3] && record.Value.StartsWith($"{appender}:")).Select(record => record.Value);
            Assert.Equal(Enumerable.Range(0, Appends).Select(i => $"{appender}:{i}"), own);
        }
    }

    [ContractFact]
    public async Task An_append_that_fails_in_one_partition_leaves_nothing_in_the_others()
    {
        using var records = Texts.Records((In[0], "a"), (In[99], "b"), (Out[0], "c"));

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => AppendAsync(records));

        Assert.Contains("partition", error.Message);
        Assert.Empty(await Log.AllAsync(In));
        Assert.Empty(await Log.AllAsync(Out));
    }

    [ContractFact]
    public async Task Appending_to_a_topic_that_does_not_exist_says_so()
    {
        using var records = Texts.Records((new TopicPartition("nowhere", 0), "a"));
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => AppendAsync(records));
        Assert.Contains("nowhere", error.Message);
    }

    [ContractFact]
    public async Task A_writer_keeps_its_records_until_it_is_cleared()
    {
        using var records = Texts.Records((In[0], "a"));
        await AppendAsync(records);
        await AppendAsync(records);
        Assert.Equal(["a", "a"], (await Log.AllAsync(In)).Select(record => record.Value));
    }

    [ContractFact]
    public async Task A_record_of_five_mebibytes_passes()
    {
        var large = new string('x', 5 * 1024 * 1024);
        using var records = Texts.Records((In[0], "before"), (In[0], large), (In[0], "after"));
        await AppendAsync(records);
        Assert.Equal(["before", large, "after"], (await Log.AllAsync(In)).Select(record => record.Value));
    }

    [ContractFact]
    public async Task A_large_append_is_read_in_order_from_any_offset()
    {
        using var records = new RecordWriter();
        for (var i = 0; i < 30_000; i++) records.Put(In[1], $"{i} {new string('y', 200)}");
        await AppendAsync(records);

        foreach (var from in new long[] { 0, 1, 7_777, 29_999, 30_000 })
        {
            var offsets = new List<long>();
            await foreach (var batch in Log.ReadAsync(In[1], from, default))
            {
                foreach (var (_, offset, value) in new[] { batch }.Take())
                {
                    offsets.Add(offset);
                    Assert.StartsWith($"{offset} ", value);
                }
            }

            Assert.Equal(30_000 - from, offsets.Count);
            Assert.Equal(from, offsets.FirstOrDefault(30_000));
        }

        var (start, end) = await Log.GetOffsetsAsync(In[1], default);
        Assert.Equal(0, start);
        Assert.InRange(end, 30_000, IsContiguous ? 30_000 : 30_001);
    }

    [ContractFact]
    public async Task Topics_are_created_once_also_by_many_at_the_same_time()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Log.CreateTopicsAsync([In, new Topic($"later_{_test}", 2, TimeSpan.FromDays(1))], default)));
        Assert.Equal((0, 0), await Log.GetOffsetsAsync(new TopicPartition($"later_{_test}", 1), default));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Log.CreateTopicsAsync([In with { Partitions = 5 }], default));
    }

    [ContractFact]
    public async Task Retention_drops_what_is_old_and_read_by_every_group()
    {
        var brief = In with { Retention = TimeSpan.Zero };
        using var records = Texts.Records((In[0], "read"));
        await AppendAsync(records);
        await using var consumer = Log.CreateConsumer(Reader);
        await consumer.ReadAsync(1);
        await consumer.CommitAsync(null, default);
        using var unread = Texts.Records((In[0], "unread"));
        await AppendAsync(unread);

        await Log.ApplyRetentionAsync([In], [Reader], default);
        var (start, end) = await Log.GetOffsetsAsync(In[0], default);
        Assert.Equal(0, start);
        await Log.ApplyRetentionAsync([brief], [Reader, NotBegun], default);
        Assert.Equal(0, (await Log.GetOffsetsAsync(In[0], default)).Start);
        await Log.ApplyRetentionAsync([brief], [Reader], default);

        var kept = await Log.GetOffsetsAsync(In[0], default);
        Assert.InRange(kept.Start, 1, IsContiguous ? 1 : 2);
        Assert.Equal(end, kept.End);
        Assert.Equal(["unread"], (await Log.AllAsync(In)).Select(record => record.Value));
    }

    private ILog Start()
    {
        _processes.Add(StartProcess());
        return _processes[^1].Log;
    }

    private async Task AppendAsync(RecordWriter records)
    {
        await using var producer = Log.CreateProducer();
        await producer.AppendAsync(records, default);
    }

    private async Task WatchForGapsAsync(TopicPartition partition, CancellationToken done)
    {
        var watcher = Start();
        long next = 0;
        var open = new HashSet<string>();
        while (!done.IsCancellationRequested)
        {
            await foreach (var batch in watcher.ReadAsync(partition, next, default))
            {
                foreach (var (_, offset, value) in new[] { batch }.Take())
                {
                    Assert.InRange(offset, next, IsContiguous ? next : long.MaxValue);
                    next = offset + 1;
                    AssertWhole(open, value);
                }
            }
        }
    }

    /// <summary>The records of one append follow each other: "x:1", then "x:1+".</summary>
    private static void AssertWhole(HashSet<string> open, string value)
    {
        if (value.EndsWith('+')) Assert.True(open.Remove(value[..^1]), $"{value} came before {value[..^1]}");
        else Assert.True(open.Add(value), $"{value} came twice");
    }

    private void AssertAscending(IEnumerable<long> offsets, int count)
    {
        var all = offsets.ToList();
        Assert.Equal(count, all.Count);
        Assert.Equal(all.Distinct().Order(), all);
        if (IsContiguous) Assert.Equal(count - 1, all[^1]);
    }

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
