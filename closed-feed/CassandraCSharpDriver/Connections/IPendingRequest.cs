namespace Cassandra;

/// <summary>What a connection needs to know of a request. It hears of its end once for each time that it was sent.</summary>
internal interface IPendingRequest
{
    Opcode Opcode { get; }

    /// <summary>How long it waits for its answer; 0 means for ever.</summary>
    int TimeoutMillis { get; }

    /// <summary>When it has waited long enough, as <see cref="System.Diagnostics.Stopwatch"/> counts. The connection sets and reads it.</summary>
    long Deadline { get; set; }

    /// <summary>Writes the frame's body. The connection is locked meanwhile.</summary>
    void Write(WriteBuffer buffer);

    /// <summary>On the connection's reading thread: be quick.</summary>
    void OnResponse(in Frame frame);

    /// <summary>It timed out, or the connection broke before the answer came.</summary>
    void OnFailure(Exception exception);
}

internal enum SendResult
{
    Sent,

    /// <summary>As many requests are in flight as may be.</summary>
    Busy,

    Closed,
}
