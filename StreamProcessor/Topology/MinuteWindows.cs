using System.Text;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;

namespace Streaming.StreamProcessor.Topology;

/// <summary>
/// Counts of accepted users per minute of <c>ingested_at</c>, nationality and gender, of one partition. Time is the partition's watermark, its highest
/// <c>ingested_at</c>: a window is final once the watermark is past its end by the allowed lateness. Final windows are kept for the horizon of
/// the deduplication, so that what comes late is added and the count published again. Older ones are gone: an event that old is reported by
/// <see cref="Add"/> and not counted, since it can't be told from a redelivery either.
/// </summary>
internal sealed class MinuteWindows(TimeSpan allowedLateness, TimeSpan horizon)
{
    private readonly long _lateness = (long)allowedLateness.TotalMicroseconds;
    private readonly long _horizon = (long)horizon.TotalMicroseconds;
    private readonly SortedList<long, Window> _windows = [];
    private readonly Stack<Window> _free = [];

    /// <summary>Adds one user; <paramref name="watermark"/> is the partition's before this user.</summary>
    public Timeliness Add(long ingestedAt, ReadOnlySpan<byte> nationality, ReadOnlySpan<byte> gender, long watermark)
    {
        var minute = EventIdentity.MinuteOf(ingestedAt);
        if (IsGone(minute, watermark)) return Timeliness.BeyondHorizon;

        var window = WindowOf(minute);
        var late = window.Final || IsPast(minute, watermark);
        window.Add(WindowKey.Of(nationality, gender), late);
        return late ? Timeliness.Late : Timeliness.OnTime;
    }

    /// <summary>Takes a count over that an earlier engine published. Of several rows of one count the last one stands.</summary>
    public void Restore(in StatsRow row)
    {
        WindowOf(EventIdentity.MinuteOf(row.WindowStart)).Restore(KeyOf(row), row);
    }

    /// <summary>
    /// Takes over a row of which only the count is known, whose window may be final here; returns by how much it grew. Rows come in any order, so a lower
    /// count is an older one.
    /// </summary>
    public (long Count, long Late) Raise(in StatsRow row) => WindowOf(EventIdentity.MinuteOf(row.WindowStart)).Raise(KeyOf(row), row.Count);

    /// <summary>Takes over a final row that may be older than what is known: what is known above it is late, and has not been published.</summary>
    public void Confirm(in StatsRow row)
    {
        var window = WindowOf(EventIdentity.MinuteOf(row.WindowStart));
        var known = window.CountOf(KeyOf(row));
        window.Restore(KeyOf(row), row);
        window.Raise(KeyOf(row), known);
    }

    /// <summary>Makes the windows final that the watermark or, for an idle partition, the wall clock is past.</summary>
    /// <param name="time">In microseconds, as <c>ingested_at</c>.</param>
    public void Close(long time)
    {
        for (var i = 0; i < _windows.Count; i++)
        {
            var window = _windows.GetValueAtIndex(i);
            if (!window.Final && IsPast(_windows.GetKeyAtIndex(i), time)) window.Close();
        }
    }

    /// <summary>Takes the counts that have changed since they were last taken.</summary>
    public IEnumerable<StatsRow> TakeChanged(int partition)
    {
        foreach (var (minute, window) in _windows)
        {
            if (!window.HasChanges) continue;
            foreach (var row in window.TakeChanged(minute * EventIdentity.MicrosPerMinute, partition)) yield return row;
        }
    }

    /// <summary>Writes the counts that have changed since they were last taken as records of users_stats.</summary>
    /// <param name="schemaId">Of <see cref="Topics.UsersStats"/>.</param>
    public void Publish(int partition, int schemaId, RecordWriter output)
    {
        foreach (var row in TakeChanged(partition))
        {
            var value = output.Begin(Topics.UsersStats, row.Key, default);
            WireFormat.WritePrefix(value, schemaId);
            row.Write(value);
            output.End();
        }
    }

    /// <summary>Forgets the windows that the horizon has passed.</summary>
    public void Expire(long watermark)
    {
        while (_windows.Count > 0 && _windows.GetKeyAtIndex(0) is var oldest && IsGone(oldest, watermark))
        {
            var window = _windows.GetValueAtIndex(0);
            window.Clear();
            _free.Push(window);
            _windows.RemoveAt(0);
        }
    }

    private static WindowKey KeyOf(in StatsRow row) => WindowKey.Of(Encoding.UTF8.GetBytes(row.Nationality), Encoding.UTF8.GetBytes(row.Gender));

    private Window WindowOf(long minute)
    {
        if (_windows.TryGetValue(minute, out var window)) return window;
        if (!_free.TryPop(out window)) window = new Window();
        _windows.Add(minute, window);
        return window;
    }

    private bool IsPast(long minute, long time) => time >= (minute + 1) * EventIdentity.MicrosPerMinute + _lateness;

    private bool IsGone(long minute, long watermark) =>
        watermark != long.MinValue && (minute + 1) * EventIdentity.MicrosPerMinute <= watermark - _horizon;
}

/// <summary>How an event's <c>ingested_at</c> lies to its window.</summary>
internal enum Timeliness
{
    OnTime,

    /// <summary>Its window was final already; it was added and marked.</summary>
    Late,

    /// <summary>Its window is not kept any more; it is in no count.</summary>
    BeyondHorizon,
}
