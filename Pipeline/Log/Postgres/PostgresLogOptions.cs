namespace Streaming.Pipeline.Log.Postgres;

/// <summary>How the log in PostgreSQL behaves. The defaults suit the pipeline; tests shorten the times.</summary>
public sealed class PostgresLogOptions
{
    /// <summary>How often a member says that it is alive.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a member that says nothing keeps its partitions.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>How long a reader waits at most before it looks again: what a lost notification costs.</summary>
    public TimeSpan FallbackPoll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Bytes that one read returns at most, unless a partition's next batch alone is larger than its part of them.</summary>
    public int ReadBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Bytes of records from which on an append to one partition is stored as several batches.</summary>
    public int BatchBytes { get; init; } = 1024 * 1024;
}
