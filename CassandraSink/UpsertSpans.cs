using System.Diagnostics;
using Streaming.Pipeline.Telemetry;

namespace Streaming.CassandraSink;

/// <summary>The spans of one write: one under the trace of each record that carries one, up to a bound.</summary>
internal sealed class UpsertSpans(string system)
{
    private const int Most = 16;

    private readonly Stack<Activity> _open = new(Most);

    public void Start(ReadOnlySpan<byte> traceParent)
    {
        if (traceParent.IsEmpty || _open.Count == Most) return;
        if (TraceParent.Start(SinkMetrics.Source, "created_users upsert", ActivityKind.Client, traceParent) is not { } activity) return;

        activity.SetTag("db.system.name", system).SetTag("db.operation.name", "upsert").SetTag("db.collection.name", "created_users");
        _open.Push(activity);
    }

    /// <summary>Ends them, the last one first, so that the activity which was current before them is so again.</summary>
    public void Stop(int batchSize, Exception? failure)
    {
        while (_open.TryPop(out var activity))
        {
            activity.SetTag("db.operation.batch.size", batchSize);
            if (failure is not null) activity.SetTag("error.type", failure.GetType().FullName).SetStatus(ActivityStatusCode.Error, failure.Message);
            activity.Dispose();
        }
    }
}
