namespace Cassandra;

public static class Extensions
{
    public static ISessionState GetState(this ISession session) => ((Session)session).State;
}
