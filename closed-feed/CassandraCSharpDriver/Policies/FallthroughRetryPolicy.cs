namespace Cassandra;

/// <summary>Never retries: the caller sees every error.</summary>
public class FallthroughRetryPolicy : IExtendedRetryPolicy
{
    public static readonly FallthroughRetryPolicy Instance = new();

    private FallthroughRetryPolicy()
    {
    }

    public RetryDecision OnReadTimeout(IStatement query, ConsistencyLevel cl, int requiredResponses, int receivedResponses, bool dataRetrieved, int nbRetry) =>
        RetryDecision.Rethrow();

    public RetryDecision OnWriteTimeout(IStatement query, ConsistencyLevel cl, string writeType, int requiredAcks, int receivedAcks, int nbRetry) =>
        RetryDecision.Rethrow();

    public RetryDecision OnUnavailable(IStatement query, ConsistencyLevel cl, int requiredReplica, int aliveReplica, int nbRetry) => RetryDecision.Rethrow();

    public RetryDecision OnRequestError(IStatement statement, Configuration config, Exception ex, int nbRetry) => RetryDecision.Rethrow();
}
