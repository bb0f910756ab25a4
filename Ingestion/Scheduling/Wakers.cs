using Streaming.Pipeline.Log;

namespace Streaming.Ingestion.Scheduling;

/// <summary>Spares those of this process who change something the wait for the next turn of the loop that acts on it.</summary>
internal sealed class Wakers : IDisposable
{
    /// <summary>Schedules were changed.</summary>
    public Signal Schedules { get; } = new();

    /// <summary>Runs were queued or have ended.</summary>
    public Signal Runs { get; } = new();

    public void Dispose()
    {
        Schedules.Dispose();
        Runs.Dispose();
    }
}
