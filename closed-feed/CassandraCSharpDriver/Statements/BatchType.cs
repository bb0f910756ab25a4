namespace Cassandra;

public enum BatchType
{
    /// <summary>All or nothing, by way of a batch log.</summary>
    Logged = 0,

    /// <summary>One request, nothing more.</summary>
    Unlogged = 1,

    Counter = 2,
}
