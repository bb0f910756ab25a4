using System.Buffers;
using System.Text;
using Streaming.Pipeline.Log;

namespace Streaming.Tests.Unit.Log;

public sealed class RecordWriterTests
{
    private static readonly Topic Topic = new("topic", 3, TimeSpan.FromDays(1));

    [Fact]
    public void Records_are_read_from_a_batch_as_they_were_written()
    {
        using var writer = new RecordWriter();
        writer.Add(Topic, "key"u8, new RecordHeaders { TraceParent = "trace"u8, RunId = "run"u8, RawSeq = 42 }, "value"u8);
        writer.Add(Topic, "key"u8, default, default);
        using var batch = ToBatch(writer, 100);

        var records = new List<string>();
        foreach (var record in batch)
            records.Add($"{record.Offset} {Text(record.Key)} {Text(record.Headers.TraceParent)}"
                + $" {Text(record.Headers.RunId)} {record.Headers.RawSeq} {Text(record.Value)}");

        Assert.Equal(["100 key trace run 42 value", "101 key   0 "], records);
        Assert.Equal(2, writer.Count);
        Assert.Equal(batch.Bytes, writer.Bytes);
    }

    [Fact]
    public void A_batch_that_is_cut_counts_its_offsets_from_its_base()
    {
        using var writer = new RecordWriter();
        for (var i = 0; i < 3; i++) writer.Add(Topic, "key"u8, default, Encoding.UTF8.GetBytes($"{i}"));
        var data = writer.Partitions.Single().Data;
        var (count, bytes) = RecordLayout.Cut(data.Span, data.Length - 1);
        Assert.Equal(2, count);
        Assert.Equal(bytes, RecordLayout.Skip(data.Span, 2));
        Assert.Equal((1, bytes / 2), RecordLayout.Cut(data.Span, 0));

        var rest = data[bytes..];
        var buffer = ArrayPool<byte>.Shared.Rent(rest.Length);
        rest.CopyTo(buffer);
        using var batch = new RecordBatch(Topic[0], 77, 1, DateTimeOffset.UnixEpoch, 1, buffer, rest.Length);
        foreach (var record in batch) Assert.Equal("77 2", $"{record.Offset} {Text(record.Value)}");
    }

    [Fact]
    public void An_abandoned_record_leaves_no_trace()
    {
        using var writer = new RecordWriter();
        writer.Add(Topic, "key"u8, default, "kept"u8);
        writer.Begin(Topic, "key"u8, default).Write("dropped"u8);
        Assert.Throws<InvalidOperationException>(() => writer.Begin(Topic, "key"u8, default));
        writer.Abandon();
        writer.Add(Topic, "key"u8, default, "next"u8);

        using var batch = ToBatch(writer, 0);
        var values = new List<string>();
        foreach (var record in batch) values.Add($"{record.Offset} {Text(record.Value)}");
        Assert.Equal(["0 kept", "1 next"], values);
    }

    [Fact]
    public void A_cleared_writer_is_empty()
    {
        using var writer = new RecordWriter();
        writer.Add(Topic, "key"u8, default, new byte[5 * 1024 * 1024]);
        writer.Clear();
        Assert.Empty(writer.Partitions);
        Assert.Equal((0, 0), (writer.Count, writer.Bytes));
    }

    [Fact]
    public void Writing_and_reading_allocate_nothing_per_record()
    {
        using var writer = new RecordWriter();
        var value = new byte[500];
        WriteAndSum(writer, value);
        writer.Clear();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) writer.Add(Topic, "key"u8, new RecordHeaders { RawSeq = i }, value);
        var written = GC.GetAllocatedBytesForCurrentThread() - before;
        using var batch = ToBatch(writer, 0);
        before = GC.GetAllocatedBytesForCurrentThread();
        long sum = 0;
        foreach (var record in batch) sum += record.Headers.RawSeq + record.Value.Length;
        var read = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(999_500, sum);
        Assert.Equal((0, 0), (written, read));
    }

    private static void WriteAndSum(RecordWriter writer, byte[] value)
    {
        for (var i = 0; i < 1_000; i++) writer.Add(Topic, "key"u8, default, value);
        using var batch = ToBatch(writer, 0);
        foreach (var record in batch) Assert.Equal(value.Length, record.Value.Length);
    }

    private static RecordBatch ToBatch(RecordWriter writer, long baseOffset)
    {
        var records = writer.Partitions.Single();
        var buffer = ArrayPool<byte>.Shared.Rent(records.Data.Length);
        records.Data.CopyTo(buffer);
        return new RecordBatch(records.Partition, baseOffset, records.Count, DateTimeOffset.UnixEpoch, 1, buffer, records.Data.Length);
    }

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
