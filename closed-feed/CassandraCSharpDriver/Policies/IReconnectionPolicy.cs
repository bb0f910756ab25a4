namespace Cassandra;

/// <summary>Says when a host that does not answer is tried again.</summary>
public interface IReconnectionPolicy
{
    IReconnectionSchedule NewSchedule();
}

/// <summary>The delays of one outage.</summary>
public interface IReconnectionSchedule
{
    long NextDelayMs();
}
