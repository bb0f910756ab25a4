using System.Diagnostics;
using System.Text;
using Streaming.Pipeline.Telemetry;

namespace Streaming.Tests.Unit.Telemetry;

public sealed class BatchSpansTests : IDisposable
{
    private readonly ActivitySource _source = new($"Streaming.Unit.{Guid.NewGuid()}");
    private readonly ActivityListener _listener;
    private readonly List<Activity> _ended = [];

    public BatchSpansTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source == _source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Add,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _source.Dispose();
    }

    [Fact]
    public void A_span_goes_under_the_trace_of_its_record_and_hands_its_own_on()
    {
        var spans = BatchSpans.OfProcessing(_source, "kafka", "users_created", "processor");
        var handedOn = spans.Start("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"u8);
        spans.Stop(size: 500);

        var span = Assert.Single(_ended);
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", span.TraceId.ToHexString());
        Assert.Equal("b7ad6b7169203331", span.ParentSpanId.ToHexString());
        Assert.Equal(span.Id, Encoding.ASCII.GetString(handedOn));
        Assert.Equal(("process users_created", ActivityKind.Consumer), (span.DisplayName, span.Kind));
        Assert.Equal("users_created", span.GetTagItem("messaging.destination.name"));
        Assert.Equal(500, span.GetTagItem("messaging.batch.message_count"));
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
    }

    [Fact]
    public void A_failure_is_on_every_span_of_the_batch()
    {
        var spans = BatchSpans.OfWrites(_source, "postgresql", "insert", "raw_users");
        for (var i = 0; i < 3; i++) spans.Start(NewParent());
        spans.Stop(size: 3, new TimeoutException("too slow"));

        Assert.Equal(3, _ended.Count);
        Assert.All(_ended, span => Assert.Equal((ActivityStatusCode.Error, "too slow"), (span.Status, span.StatusDescription)));
        Assert.All(_ended, span => Assert.Equal("System.TimeoutException", span.GetTagItem("error.type")));
    }

    [Fact]
    public void Spans_are_bounded_and_none_becomes_the_current_one()
    {
        var spans = BatchSpans.OfPublishing(_source, "kafka", "users_created");
        for (var i = 0; i < 1000; i++) spans.Start(NewParent());

        Assert.Null(Activity.Current);
        spans.Stop(size: 1000);
        Assert.Null(Activity.Current);
        Assert.InRange(_ended.Count, 1, 16);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    public void A_record_without_a_trace_has_no_span(string header)
    {
        var spans = BatchSpans.OfPublishing(_source, "kafka", "users_created");

        Assert.Empty(spans.Start(Encoding.ASCII.GetBytes(header)));
        spans.Stop(size: 1);
        Assert.Empty(_ended);
    }

    private static ActivityContext NewParent() =>
        new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, isRemote: true);
}
