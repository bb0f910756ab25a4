namespace Streaming.Ingestion.Relay;

/// <summary>The seq of the last raw row that is in the log, for whoever wants to know how far the relay is behind.</summary>
internal sealed class RelayPosition
{
    private long _seq;

    /// <summary>0 as long as it is not known.</summary>
    public long Seq => Volatile.Read(ref _seq);

    public void StartAt(long seq) => Volatile.Write(ref _seq, seq);

    public void Advance(long seq) => Volatile.Write(ref _seq, seq);
}

/// <summary>How the relay connects: replication takes no connection of the data source's pool.</summary>
internal sealed record RelayConnection(string ConnectionString);
