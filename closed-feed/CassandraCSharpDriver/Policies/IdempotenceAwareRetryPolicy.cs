namespace Cassandra;

/// <summary>Asks its child about write timeouts and request errors only where the statement is marked idempotent; else it rethrows.</summary>
public class IdempotenceAwareRetryPolicy(IRetryPolicy childPolicy) : IExtendedRetryPolicy
{
    private readonly IExtendedRetryPolicy _child = childPolicy.Extended();

    public RetryDecision OnReadTimeout(IStatement query, ConsistencyLevel cl, int requiredResponses, int receivedResponses, bool dataRetrieved, int nbRetry) =>
        _child.OnReadTimeout(query, cl, requiredResponses, receivedResponses, dataRetrieved, nbRetry);

    public RetryDecision OnWriteTimeout(IStatement query, ConsistencyLevel cl, string writeType, int requiredAcks, int receivedAcks, int nbRetry) =>
        query.IsIdempotent == true ? _child.OnWriteTimeout(query, cl, writeType, requiredAcks, receivedAcks, nbRetry) : RetryDecision.Rethrow();

    public RetryDecision OnUnavailable(IStatement query, ConsistencyLevel cl, int requiredReplica, int aliveReplica, int nbRetry) =>
        _child.OnUnavailable(query, cl, requiredReplica, aliveReplica, nbRetry);

    public RetryDecision OnRequestError(IStatement statement, Configuration config, Exception ex, int nbRetry) =>
        statement.IsIdempotent == true ? _child.OnRequestError(statement, config, ex, nbRetry) : RetryDecision.Rethrow();
}
