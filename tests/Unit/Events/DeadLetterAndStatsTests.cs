using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Streaming.Pipeline.Events;

namespace Streaming.Tests.Unit.Events;

public sealed class DeadLetterAndStatsTests
{
    [Fact]
    public void A_dead_letter_comes_back_as_it_was_written()
    {
        var original = new byte[] { 0xFF, 0, (byte)'{' };
        var rejected = new RejectedUser(7, "users_created", 3, 12, [new RuleViolation("email.format", "email", "is not an e-mail address")], 2,
            Samples.IngestedAt, original);
        var json = Written(rejected.Write);

        Assert.Equal(
            """{"raw_seq":7,"topic":"users_created","partition":3,"offset":12,"rules":[{"rule":"email.format","field":"email","message":"is not an e-mail address"}],"attempts":2,"rejected_at":"2026-06-01T12:00:00.123456Z","original":"/wB7"}""",
            Samples.Text(json));
        var read = RejectedUser.Read(json);
        Assert.Equal(original, read.Original.ToArray());
        Assert.Equal(rejected.Rules, read.Rules);
        Assert.Equal(rejected with { Original = default, Rules = [] }, read with { Original = default, Rules = [] });
    }

    [Fact]
    public void A_dead_letter_of_the_relay_has_no_topic()
    {
        var read = RejectedUser.Read(Written(new RejectedUser(7, null, null, null, [], 1, 0, default).Write));

        Assert.Equal((7L, null, null, null), (read.RawSeq, read.Topic, read.Partition, read.Offset));
    }

    [Fact]
    public void A_count_comes_back_as_it_was_written()
    {
        var stats = new StatsRow(Samples.IngestedAt - 123_456, "NO", "female", 3, 12, 1, Final: true);
        var json = Written(stats.Write);

        Assert.Equal("""{"window_start":"2026-06-01T12:00:00.000000Z","nationality":"NO","gender":"female","partition":3,"count":12,"late":1,"final":true}""", Samples.Text(json));
        Assert.Equal(stats, StatsRow.Read(json));
        Assert.Equal("2026-06-01T12:00:00.000000Z|NO|female|3", Samples.Text(stats.Key));
    }

    [Theory]
    [InlineData("""{"window_start":"noon","nationality":"NO","gender":"female","partition":3,"count":12,"late":1,"final":true}""")]
    [InlineData("""{"window_start":"2026-06-01T12:00:00Z","nationality":"NO"}""")]
    [InlineData("x")]
    public void What_is_no_count_is_refused(string json) => Assert.ThrowsAny<JsonException>(() => StatsRow.Read(Samples.Utf8(json)));

    [Fact]
    public void A_count_that_lacks_any_member_is_refused() =>
        AssertEachMemberIsRequired(new StatsRow(Samples.IngestedAt, "NO", "female", 3, 12, 1, Final: true).Write, json => StatsRow.Read(json));

    [Fact]
    public void A_dead_letter_that_lacks_any_member_is_refused() =>
        AssertEachMemberIsRequired(
            new RejectedUser(7, "users_created", 3, 12, [new RuleViolation("rule", "field", "message")], 2, Samples.IngestedAt, new byte[] { 1 }).Write,
            json => RejectedUser.Read(json));

    private static void AssertEachMemberIsRequired(Action<IBufferWriter<byte>> write, Action<byte[]> read)
    {
        var whole = JsonNode.Parse(Written(write))!.AsObject();
        read(Samples.Utf8(whole.ToJsonString()));
        Assert.ThrowsAny<JsonException>(() => read(Samples.Utf8("{}")));
        Assert.ThrowsAny<JsonException>(() => read(Samples.Utf8("null")));
        foreach (var (name, _) in whole)
        {
            var part = whole.DeepClone().AsObject();
            part.Remove(name);
            Assert.Contains(name, Assert.ThrowsAny<JsonException>(() => read(Samples.Utf8(part.ToJsonString()))).Message);
        }
    }

    private static byte[] Written(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return output.WrittenSpan.ToArray();
    }
}
