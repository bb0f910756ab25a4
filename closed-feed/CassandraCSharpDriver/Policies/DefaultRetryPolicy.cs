namespace Cassandra;

/// <summary>Retries where the answer may well be another; at a request error on the next host, whether or not the statement is idempotent.</summary>
public class DefaultRetryPolicy : IExtendedRetryPolicy
{
    public RetryDecision OnReadTimeout(IStatement query, ConsistencyLevel cl, int requiredResponses, int receivedResponses, bool dataRetrieved, int nbRetry) =>
        nbRetry == 0 && receivedResponses >= requiredResponses && !dataRetrieved ? RetryDecision.Retry(cl) : RetryDecision.Rethrow();

    public RetryDecision OnWriteTimeout(IStatement query, ConsistencyLevel cl, string writeType, int requiredAcks, int receivedAcks, int nbRetry) =>
        nbRetry == 0 && writeType == "BATCH_LOG" ? RetryDecision.Retry(cl) : RetryDecision.Rethrow();

    public RetryDecision OnUnavailable(IStatement query, ConsistencyLevel cl, int requiredReplica, int aliveReplica, int nbRetry) => RetryDecision.Rethrow();

    public RetryDecision OnRequestError(IStatement statement, Configuration config, Exception ex, int nbRetry) =>
        ex is OperationTimedOutException && !config.QueryOptions.RetryOnTimeout ? RetryDecision.Rethrow() : RetryDecision.Retry(null, false);
}
