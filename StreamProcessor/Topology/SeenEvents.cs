namespace Streaming.StreamProcessor.Topology;

/// <summary>
/// The events of one partition within the horizon, to tell redeliveries: the newest <c>ingested_at</c> so far, less the horizon, is where it ends. Exact
/// for any order of events. What is older is not known any more and counts as new: the tables' upserts are idempotent.
/// </summary>
internal sealed class SeenEvents : IDisposable
{
    private readonly KeyPool _pool;
    private readonly long _horizon;
    private readonly SortedKeys[] _minutes;
    private long _oldest;
    private long _newest;

    public SeenEvents(KeyPool pool, TimeSpan horizon)
    {
        _pool = pool;
        _horizon = (long)horizon.TotalMicroseconds;
        _minutes = new SortedKeys[EventIdentity.MinuteOf(_horizon) + 2];
        for (var i = 0; i < _minutes.Length; i++) _minutes[i] = new SortedKeys(pool);
        pool.Join(this);
    }

    /// <summary>The highest <c>ingested_at</c> so far, in microseconds; <see cref="long.MinValue"/> before the first event.</summary>
    public long Watermark { get; private set; } = long.MinValue;

    public long Count { get; private set; }

    /// <summary>The minute that <see cref="DropOldest"/> would drop; <see cref="long.MaxValue"/> if there is none.</summary>
    public long OldestMinute
    {
        get
        {
            if (Count == 0) return long.MaxValue;
            while (Slot(_oldest).Count == 0) _oldest++;
            return _oldest;
        }
    }

    /// <summary>Notes an event; false when it was noted before.</summary>
    public bool TryAdd(Guid id, long ingestedAt)
    {
        if (ingestedAt > Watermark) Advance(ingestedAt);
        else if (IsBeyondHorizon(ingestedAt)) return true;

        _pool.Reserve();
        var (minute, key) = EventIdentity.Of(id, ingestedAt);
        if (!Slot(minute).TryAdd(key)) return false;

        if (minute < _oldest || Count == 0) _oldest = minute;
        Count++;
        return true;
    }

    public bool IsBeyondHorizon(long ingestedAt) => Watermark != long.MinValue && ingestedAt < Watermark - _horizon;

    /// <summary>Forgets the oldest minute; returns how many events it had.</summary>
    public int DropOldest()
    {
        var minute = OldestMinute;
        return minute == long.MaxValue ? 0 : Drop(minute);
    }

    public void Dispose()
    {
        foreach (var minute in _minutes) minute.Clear();
        Count = 0;
        _pool.Leave(this);
    }

    private void Advance(long ingestedAt)
    {
        var minute = EventIdentity.MinuteOf(ingestedAt);
        var first = Watermark == long.MinValue ? minute : _newest + 1;
        for (var entered = Math.Max(first, minute - _minutes.Length + 1); entered <= minute; entered++) Drop(entered);
        _oldest = Math.Max(_oldest, minute - _minutes.Length + 1);
        _newest = minute;
        Watermark = ingestedAt;
    }

    private int Drop(long minute)
    {
        var slot = Slot(minute);
        var dropped = slot.Count;
        Count -= dropped;
        slot.Clear();
        return dropped;
    }

    private SortedKeys Slot(long minute)
    {
        var index = minute % _minutes.Length;
        return _minutes[index < 0 ? index + _minutes.Length : index];
    }
}
