namespace Cassandra;

internal static class Extensions
{
    public static ISessionState GetState(this ISession session) => ((Session)session).State;
}
