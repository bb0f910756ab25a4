using System.Diagnostics;

namespace Streaming.Pipeline.Telemetry;

/// <summary>
/// The spans of what a batch goes through together: one under each trace that a record of it carries, up to a bound, as spans cost more than records do.
/// Names and attributes are those of OpenTelemetry's conventions for databases and messaging. Not thread-safe.
/// </summary>
public sealed class BatchSpans
{
    private const int Most = 16;

    private readonly ActivitySource _source;
    private readonly string _name;
    private readonly ActivityKind _kind;
    private readonly string _sizeTag;
    private readonly KeyValuePair<string, object?>[] _tags;
    private readonly List<Activity> _open = [];

    private BatchSpans(ActivitySource source, string name, ActivityKind kind, string sizeTag, KeyValuePair<string, object?>[] tags) =>
        (_source, _name, _kind, _sizeTag, _tags) = (source, name, kind, sizeTag, tags);

    /// <summary>Spans of a write to a table.</summary>
    /// <param name="system">The database's name in the conventions, as <c>postgresql</c>.</param>
    public static BatchSpans OfWrites(ActivitySource source, string system, string operation, string table) =>
        new(source, $"{operation} {table}", ActivityKind.Client, "db.operation.batch.size",
            [new("db.system.name", system), new("db.operation.name", operation), new("db.collection.name", table)]);

    /// <summary>Spans of appending to a topic.</summary>
    /// <param name="system">The log's name in the conventions, as <c>kafka</c>.</param>
    public static BatchSpans OfPublishing(ActivitySource source, string system, string topic) =>
        new(source, $"publish {topic}", ActivityKind.Producer, "messaging.batch.message_count",
        [
            new("messaging.system", system), new("messaging.operation.name", "publish"), new("messaging.operation.type", "send"),
            new("messaging.destination.name", topic),
        ]);

    /// <summary>Spans of working on what a consumer group has read.</summary>
    /// <inheritdoc cref="OfPublishing"/>
    public static BatchSpans OfProcessing(ActivitySource source, string system, string topic, string group) =>
        new(source, $"process {topic}", ActivityKind.Consumer, "messaging.batch.message_count",
        [
            new("messaging.system", system), new("messaging.operation.name", "process"), new("messaging.operation.type", "process"),
            new("messaging.destination.name", topic), new("messaging.consumer.group.name", group),
        ]);

    /// <summary>Starts a span under the trace of a record.</summary>
    /// <returns>The trace context to hand on, or nothing where there is no new one.</returns>
    public byte[] Start(ReadOnlySpan<byte> traceParent) =>
        !traceParent.IsEmpty && _open.Count < Most && _source.HasListeners() && TraceParent.TryParse(traceParent, out var parent) ? Start(parent) : [];

    /// <inheritdoc cref="Start(ReadOnlySpan{byte})"/>
    public byte[] Start(ActivityContext parent)
    {
        if (parent == default || _open.Count == Most) return [];

        // Not one of them is the current one: several are open at once, and each would keep the one before it in memory.
        var current = Activity.Current;
        var span = _source.StartActivity(_name, _kind, parent, _tags);
        Activity.Current = current;
        if (span is null) return [];

        _open.Add(span);
        return TraceParent.Of(span);
    }

    /// <summary>Ends all of them.</summary>
    /// <param name="size">The records of the batch. One alone is no batch to the conventions.</param>
    /// <param name="failure">Why the batch did not get through.</param>
    public void Stop(int size, Exception? failure = null)
    {
        foreach (var span in _open)
        {
            if (size > 1) span.SetTag(_sizeTag, size);
            if (failure is not null) span.SetTag("error.type", failure.GetType().FullName).SetStatus(ActivityStatusCode.Error, failure.Message);
            span.Dispose();
        }

        _open.Clear();
    }
}
