namespace Cassandra;

/// <summary>Says what becomes of a request that the server could not bring to its end.</summary>
public interface IRetryPolicy
{
    RetryDecision OnReadTimeout(IStatement query, ConsistencyLevel cl, int requiredResponses, int receivedResponses, bool dataRetrieved, int nbRetry);

    RetryDecision OnWriteTimeout(IStatement query, ConsistencyLevel cl, string writeType, int requiredAcks, int receivedAcks, int nbRetry);

    RetryDecision OnUnavailable(IStatement query, ConsistencyLevel cl, int requiredReplica, int aliveReplica, int nbRetry);
}

/// <summary>Says so, too, for a request that a host did not answer, or did not take.</summary>
public interface IExtendedRetryPolicy : IRetryPolicy
{
    RetryDecision OnRequestError(IStatement statement, Configuration config, Exception ex, int nbRetry);
}
