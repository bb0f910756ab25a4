using System.Diagnostics;
using System.Diagnostics.Metrics;
using Streaming.Pipeline.Telemetry;

namespace Streaming.Pipeline.Log;

/// <summary>What every log measures, once a batch: how long appends, reads and commits take, and how many records each has.</summary>
internal static class LogMetrics
{
    public const string Name = "Streaming.Log";

    internal static readonly Meter Meter = new(Name);
    private static readonly Histogram<double> AppendDuration = Duration("streaming.log.append.duration", "Time of one append of a producer");
    private static readonly Histogram<long> AppendSize = Size("streaming.log.append.size", "Records of one append");
    private static readonly Histogram<double> ReadDuration =
        Duration("streaming.log.read.duration", "Time of one read that returned records, without the wait for them");
    private static readonly Histogram<long> ReadSize = Size("streaming.log.read.size", "Records of one read");
    private static readonly Histogram<double> CommitDuration =
        Duration("streaming.log.commit.duration", "Time of one commit of a group's offsets, with the append that goes with it");
    private static readonly Histogram<long> CommitSize = Size("streaming.log.commit.size", "Records appended with one commit");
    private static readonly Counter<long> Fences =
        Meter.CreateCounter<long>("streaming.log.fenced", "{commit}", "Commits refused, as the partition had gone to another member");

    public static void Appended(int records, long started)
    {
        AppendSize.Record(records);
        AppendDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    public static void Read(List<RecordBatch> batches, KeyValuePair<string, object?> group, long started)
    {
        if (batches.Count == 0 || !ReadSize.Enabled) return;
        var records = 0L;
        foreach (var batch in batches) records += batch.Count;
        ReadSize.Record(records, group);
        ReadDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, group);
    }

    public static void Committed(int records, KeyValuePair<string, object?> group, long started)
    {
        if (records > 0) CommitSize.Record(records, group);
        CommitDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, group);
    }

    public static void Fenced(KeyValuePair<string, object?> group) => Fences.Add(1, group);

    /// <summary>The attribute that tells groups apart.</summary>
    public static KeyValuePair<string, object?> Group(string name) => new("messaging.consumer.group.name", name);

    private static Histogram<double> Duration(string name, string description) => Meter.CreateHistogram(name, "s", description, advice: Buckets.Seconds);

    private static Histogram<long> Size(string name, string description) => Meter.CreateHistogram<long>(name, "{record}", description);
}
