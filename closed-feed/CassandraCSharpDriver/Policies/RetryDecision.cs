namespace Cassandra;

public class RetryDecision
{
    private static readonly RetryDecision Rethrown = new(RetryDecisionType.Rethrow, null, true);
    private static readonly RetryDecision Ignored = new(RetryDecisionType.Ignore, null, true);

    private RetryDecision(RetryDecisionType type, ConsistencyLevel? consistency, bool useCurrentHost)
    {
        DecisionType = type;
        RetryConsistencyLevel = consistency;
        UseCurrentHost = useCurrentHost;
    }

    public enum RetryDecisionType
    {
        Retry,
        Rethrow,
        Ignore,
    }

    public RetryDecisionType DecisionType { get; }

    public ConsistencyLevel? RetryConsistencyLevel { get; }

    public bool UseCurrentHost { get; }

    public static RetryDecision Rethrow() => Rethrown;

    public static RetryDecision Ignore() => Ignored;

    public static RetryDecision Retry(ConsistencyLevel? consistency) => Retry(consistency, true);

    public static RetryDecision Retry(ConsistencyLevel? consistency, bool useCurrentHost) => new(RetryDecisionType.Retry, consistency, useCurrentHost);
}
