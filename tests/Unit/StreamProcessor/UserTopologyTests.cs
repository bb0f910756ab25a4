using System.Text;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.StreamProcessor.Topology;
using Streaming.Tests.Unit.Events;

namespace Streaming.Tests.Unit.StreamProcessor;

public sealed class UserTopologyTests : IDisposable
{
    private const long Minute = EventIdentity.MicrosPerMinute;
    private readonly TopologyDriver _driver = new();

    public void Dispose() => _driver.Dispose();

    [Fact]
    public void A_valid_user_goes_to_users_processed_normalised_with_its_headers()
    {
        _driver.Feed(
            User(row => row.Set(UserField.Nationality, "no"u8)),
            new RecordHeaders { TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"u8, RunId = "run-7"u8, RawSeq = 42 });

        var user = Assert.Single(_driver.Processed());
        Assert.Equal("NO", user.Value(UserField.Nationality));
        Assert.Equal("Zoë Øverland", user.Value(UserField.FullName));
        Assert.Equal("2026-06-01T13:00:00.000000Z", user.Value(UserField.ProcessedAt));
        Assert.Equal(
            (Samples.Id.ToString(), "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "run-7", 42),
            _driver.HeadersOf(Topics.UsersProcessed));
    }

    [Fact]
    public void A_redelivery_is_dropped_and_a_new_version_of_the_user_is_not()
    {
        _driver.Feed(User());
        _driver.Feed(User());
        _driver.Feed(User(at: Samples.IngestedAt + 1));

        Assert.Equal(2, _driver.Processed().Count);
        Assert.Equal((3, 2, 1), (_driver.Summary.Records, _driver.Summary.Accepted, _driver.Summary.Duplicates));
    }

    [Fact]
    public void A_dead_letter_has_the_original_its_origin_and_every_rule_broken_and_its_redelivery_is_dropped()
    {
        var value = User(row =>
        {
            row.Set(UserField.Email, "nowhere"u8);
            row.Set(UserField.Nationality, "XX"u8);
        });
        _driver.Feed(User(at: Samples.IngestedAt + 1));
        _driver.Feed(value, new RecordHeaders { RawSeq = 7 });
        _driver.Feed(value, new RecordHeaders { RawSeq = 7 });

        var rejected = Assert.Single(_driver.Rejected());
        Assert.Equal(["nationality.iso", "email.format"], rejected.Rules.Select(rule => rule.Rule));
        Assert.Equal((7, "users_created", 0, 1, 1), (rejected.RawSeq, rejected.Topic, rejected.Partition, rejected.Offset, rejected.Attempts));
        Assert.Equal(value, rejected.Original.ToArray());
        Assert.Equal(1, _driver.Summary.Rules["email.format"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{\"id\":\"3f8a7c52-9d14-4b6e-8a53-1c2d3e4f5a6b\",\"ingested_at\":\"2026-06-01T12:00:00.123456Z\",")]
    public void What_is_not_json_is_a_dead_letter_and_its_neighbours_pass(string json)
    {
        _driver.Feed(TopologyDriver.Wire(json));
        _driver.Feed(User());

        Assert.Equal(UserTopology.DecodeRule, Assert.Single(Assert.Single(_driver.Rejected()).Rules).Rule);
        Assert.Single(_driver.Processed());
    }

    [Fact]
    public void A_value_without_the_wire_format_or_of_an_unknown_schema_is_a_dead_letter()
    {
        _driver.Feed([]);
        _driver.Feed("{}"u8);
        _driver.Feed(TopologyDriver.Wire("{}", schema: 99));

        Assert.All(_driver.Rejected(), rejected => Assert.Equal(UserTopology.DecodeRule, Assert.Single(rejected.Rules).Rule));
        Assert.Equal(3, _driver.Summary.Rules[UserTopology.DecodeRule]);
    }

    [Fact]
    public void A_wrong_type_is_reported_once_beside_the_rules_that_other_fields_break()
    {
        var json = Encoding.UTF8.GetString(User(row => row.Set(UserField.Email, "nowhere"u8))[WireFormat.PrefixLength..]);
        _driver.Feed(TopologyDriver.Wire(json.Replace("\"gender\":\"female\"", "\"gender\":7")));

        var rules = Assert.Single(_driver.Rejected()).Rules;
        Assert.Equal([("type", "gender"), ("email.format", "email")], rules.Select(rule => (rule.Rule, rule.Field)));
    }

    [Fact]
    public void Accepted_users_are_counted_and_redeliveries_and_dead_letters_are_not()
    {
        _driver.Feed(User());
        _driver.Feed(User());
        _driver.Feed(User(row => row.Set(UserField.Email, "nowhere"u8), Samples.IngestedAt + 1));
        _driver.Feed(User(at: Samples.IngestedAt + 2));

        Assert.Equal([new StatsRow(Window(0), "NO", "female", 0, 2, 0, false)], _driver.Publish());
    }

    [Fact]
    public void The_newest_event_closes_the_windows_before_it_and_what_comes_then_is_late()
    {
        _driver.Feed(User());
        _driver.Feed(User(at: Samples.IngestedAt + 2 * Minute));
        Assert.Equal([true, false], _driver.Publish().Select(row => row.Final));

        _driver.Feed(User(at: Samples.IngestedAt + 1));
        Assert.Equal(1, _driver.Summary.Late);
        Assert.Equal([new StatsRow(Window(0), "NO", "female", 0, 2, 1, true)], _driver.Publish());
    }

    [Fact]
    public void A_batch_of_valid_users_allocates_nothing_once_the_buffers_are_warm()
    {
        var values = Enumerable.Range(0, 2000).Select(i => User(at: Samples.IngestedAt + i)).ToList();
        using var first = TopologyDriver.Batch(values);
        _driver.Feed(first);
        _driver.EndStep();
        using var second = TopologyDriver.Batch([.. Enumerable.Range(2000, 1000).Select(i => User(at: Samples.IngestedAt + i))]);

        var before = GC.GetAllocatedBytesForCurrentThread();
        _driver.Feed(second);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(1000, _driver.Summary.Accepted);
        // A chunk of 512 keys now and then is all.
        Assert.InRange(allocated, 0, 20_000);
    }

    private static long Window(int minute) => (EventIdentity.MinuteOf(Samples.IngestedAt) + minute) * Minute;

    private static byte[] User(Action<UserRow>? change = null, long at = Samples.IngestedAt)
    {
        var row = Samples.Created();
        row.SetTimestamp(UserField.IngestedAt, at);
        change?.Invoke(row);
        return TopologyDriver.Wire(Samples.Json(row, UserForm.Created));
    }
}
