namespace Cassandra;

/// <summary>Waits twice as long each time, up to a maximum.</summary>
public class ExponentialReconnectionPolicy(long baseDelayMs, long maxDelayMs) : IReconnectionPolicy
{
    internal long BaseDelayMs { get; } = baseDelayMs;

    internal long MaxDelayMs { get; } = maxDelayMs;

    public IReconnectionSchedule NewSchedule() => new Schedule(BaseDelayMs, MaxDelayMs);

    private sealed class Schedule(long first, long most) : IReconnectionSchedule
    {
        private long _next = Math.Min(first, most);

        public long NextDelayMs()
        {
            var delay = _next;
            _next = delay > most / 2 ? most : delay * 2;
            return delay;
        }
    }
}
