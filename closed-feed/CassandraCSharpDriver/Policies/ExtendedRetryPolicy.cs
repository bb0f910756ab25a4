namespace Cassandra;

/// <summary>A plain retry policy, with the default's answer to request errors.</summary>
internal sealed class ExtendedRetryPolicy(IRetryPolicy policy) : IExtendedRetryPolicy
{
    private static readonly DefaultRetryPolicy Default = new();

    public RetryDecision OnReadTimeout(IStatement query, ConsistencyLevel cl, int requiredResponses, int receivedResponses, bool dataRetrieved, int nbRetry) =>
        policy.OnReadTimeout(query, cl, requiredResponses, receivedResponses, dataRetrieved, nbRetry);

    public RetryDecision OnWriteTimeout(IStatement query, ConsistencyLevel cl, string writeType, int requiredAcks, int receivedAcks, int nbRetry) =>
        policy.OnWriteTimeout(query, cl, writeType, requiredAcks, receivedAcks, nbRetry);

    public RetryDecision OnUnavailable(IStatement query, ConsistencyLevel cl, int requiredReplica, int aliveReplica, int nbRetry) =>
        policy.OnUnavailable(query, cl, requiredReplica, aliveReplica, nbRetry);

    public RetryDecision OnRequestError(IStatement statement, Configuration config, Exception ex, int nbRetry) =>
        Default.OnRequestError(statement, config, ex, nbRetry);
}

internal static class RetryPolicyExtensions
{
    public static IExtendedRetryPolicy Extended(this IRetryPolicy policy) => policy as IExtendedRetryPolicy ?? new ExtendedRetryPolicy(policy);
}
