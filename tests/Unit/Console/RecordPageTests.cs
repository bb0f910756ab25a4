using Streaming.Console;
using Streaming.Console.Components.Shared;
using Streaming.Console.Records;
using Streaming.Pipeline.Log;

namespace Streaming.Tests.Unit.Console;

public sealed class RecordPageTests
{
    private static readonly TopicPartition Partition = new("users_processed", 2);

    [Fact]
    public void The_newest_page_has_only_older_ones()
    {
        var page = Page(start: 0, end: 100, offsets: [99, 98, 50]);
        Assert.Equal((49, null), (page.Older, page.Newer));
    }

    [Fact]
    public void The_oldest_page_has_only_newer_ones()
    {
        var page = Page(start: 10, end: 100, offsets: [30, 11, 10]);
        Assert.Equal((null, 30 + RecordReader.PageSize), (page.Older, page.Newer));
    }

    [Fact]
    public void An_empty_page_leads_nowhere()
    {
        var page = Page(start: 10, end: 10, offsets: []);
        Assert.Equal((null, null), (page.Older, page.Newer));
    }

    [Fact]
    public void A_value_is_masked_until_it_is_revealed_and_its_schema_is_known()
    {
        var view = View("""{"email":"zoe@example.org","country":"France"}""");

        Assert.True(view.HasSchema);
        Assert.Equal((258, "users_processed-2 offset 5"), (view.SchemaId, view.Name));
        Assert.DoesNotContain("zoe", view.Value(revealed: false));
        Assert.Contains("zoe@example.org", view.Value(revealed: true));
    }

    [Theory]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "0af7651916cd43dd8448eb211c80319c")]
    [InlineData("no-trace-at-all", null)]
    [InlineData(null, null)]
    public void A_trace_is_named_by_its_id(string? traceParent, string? id) => Assert.Equal(id, TraceLink.IdOf(traceParent));

    [Fact]
    public void A_key_that_is_no_text_is_shown_in_hexadecimal()
    {
        var record = new LogRecord(Partition, 1, DateTimeOffset.UnixEpoch, [0xff, 0x00], null, null, 0, [], 0);
        Assert.Equal("FF00", new RecordView(record).Key);
        Assert.Equal("id-é", new RecordView(record with { Key = [.. "id-é"u8] }).Key);
    }

    [Fact]
    public void A_record_has_an_address_of_its_own() => Assert.Equal("topics/users_processed?partition=2&offset=7", Links.Record(Partition, 7));

    private static RecordPage Page(long start, long end, long[] offsets) => new(
        new PartitionRange(Partition, start, end),
        [.. offsets.Select(offset => new RecordView(new LogRecord(Partition, offset, DateTimeOffset.UnixEpoch, [], null, null, 0, [], 0)))],
        new SchemaNames("users_processed-value", new Dictionary<int, int>(), null));

    private static RecordView View(string json)
    {
        byte[] value = [0, 0, 0, 1, 2, .. System.Text.Encoding.UTF8.GetBytes(json)];
        return new RecordView(new LogRecord(Partition, 5, DateTimeOffset.UnixEpoch, [], null, null, 0, value, value.Length));
    }
}
