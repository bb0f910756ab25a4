namespace Cassandra;

public class ConstantReconnectionPolicy(long constantDelayMs) : IReconnectionPolicy
{
    internal long ConstantDelayMs { get; } = constantDelayMs;

    public IReconnectionSchedule NewSchedule() => new Schedule(ConstantDelayMs);

    private sealed class Schedule(long delay) : IReconnectionSchedule
    {
        public long NextDelayMs() => delay;
    }
}
