namespace Cassandra;

/// <summary>The calls that block, which the official interface has beside the asynchronous ones.</summary>
internal static class Blocking
{
    /// <exception cref="TimeoutException">The query timeout has passed.</exception>
    public static T Wait<T>(Task<T> task, Configuration configuration)
    {
        // WaitAny throws nothing, and GetAwaiter the exception itself, where Wait would wrap it.
        if (Task.WaitAny([task], configuration.QueryAbortTimeout) == 0) return task.GetAwaiter().GetResult();
        throw new TimeoutException($"There was no answer within {configuration.QueryAbortTimeout} ms (Builder.WithQueryTimeout).");
    }
}
