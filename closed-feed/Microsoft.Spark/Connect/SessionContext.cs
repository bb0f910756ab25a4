namespace Microsoft.Spark.Connect;

/// <summary>What each request says of who sends it: settings and queries belong to the session of this id and user.</summary>
/// <param name="SessionId">A UUID.</param>
internal sealed record SessionContext(string SessionId, string UserId)
{
    public UserContext User => new() { UserId = UserId };
}
