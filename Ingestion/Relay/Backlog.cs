namespace Streaming.Ingestion.Relay;

/// <summary>How far the pipeline is behind, as last looked at.</summary>
internal sealed class Backlog
{
    private long _notRelayed;
    private long _onTheWay;
    private long _slotBytes;
    private double _lagSeconds;

    public Backlog(IngestionMetrics metrics) => metrics.ObserveBacklog(
        () => Events, () => Volatile.Read(ref _notRelayed), () => Volatile.Read(ref _lagSeconds), () => Volatile.Read(ref _slotBytes));

    /// <summary>Events between raw_users and the tables.</summary>
    public long Events => Volatile.Read(ref _notRelayed) + Volatile.Read(ref _onTheWay);

    /// <summary>What PostgreSQL knows: raw rows that are not in the log yet, and the WAL that the slot holds back for them.</summary>
    public void SetRaw(long notRelayed, long slotBytes)
    {
        Volatile.Write(ref _notRelayed, notRelayed);
        Volatile.Write(ref _slotBytes, slotBytes);
    }

    /// <summary>What the log knows: the records that its groups have still to read, and the age of the oldest.</summary>
    public void SetLog(long onTheWay, double lagSeconds)
    {
        Volatile.Write(ref _onTheWay, onTheWay);
        Volatile.Write(ref _lagSeconds, lagSeconds);
    }
}
