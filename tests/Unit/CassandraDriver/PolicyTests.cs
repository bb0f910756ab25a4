using System.Net.Sockets;
using Cassandra;

namespace Streaming.Tests.Unit.CassandraDriver;

public sealed class PolicyTests
{
    private static readonly IStatement Statement = new SimpleStatement("SELECT");
    private static readonly Configuration Configuration = new();

    [Fact]
    public void The_delays_double_up_to_the_maximum()
    {
        var schedule = new ExponentialReconnectionPolicy(100, 500).NewSchedule();
        Assert.Equal([100L, 200, 400, 500, 500], Enumerable.Range(0, 5).Select(_ => schedule.NextDelayMs()));
    }

    [Fact]
    public void Timestamps_never_repeat()
    {
        var generator = new AtomicMonotonicTimestampGenerator();
        var stamps = Enumerable.Range(0, 10_000).Select(_ => generator.Next()).ToList();
        Assert.Equal(stamps.Distinct().Order(), stamps);
    }

    [Fact]
    public void The_default_goes_to_the_next_host_at_a_request_error_unless_time_outs_are_excepted()
    {
        var policy = new DefaultRetryPolicy();
        var decision = policy.OnRequestError(Statement, Configuration, new SocketException(), 7);
        Assert.Equal((RetryDecision.RetryDecisionType.Retry, false), (decision.DecisionType, decision.UseCurrentHost));
        var strict = new Configuration { QueryOptions = new QueryOptions().SetRetryOnTimeout(false) };
        var timedOut = new OperationTimedOutException(new System.Net.IPEndPoint(0, 1), 1);
        Assert.Equal(RetryDecision.Rethrow(), policy.OnRequestError(Statement, strict, timedOut, 0));
    }

    [Theory]
    [InlineData(true, RetryDecision.RetryDecisionType.Retry)]
    [InlineData(false, RetryDecision.RetryDecisionType.Rethrow)]
    public void Only_an_idempotent_statement_is_retried_where_idempotence_counts(bool idempotent, RetryDecision.RetryDecisionType expected)
    {
        var policy = new IdempotenceAwareRetryPolicy(new DefaultRetryPolicy());
        var statement = new SimpleStatement("INSERT").SetIdempotence(idempotent);
        Assert.Equal(expected, policy.OnRequestError(statement, Configuration, new SocketException(), 0).DecisionType);
        Assert.Equal(expected, policy.OnWriteTimeout(statement, ConsistencyLevel.One, "BATCH_LOG", 1, 0, 0).DecisionType);
    }

    [Fact]
    public void A_batch_within_a_batch_is_refused() => Assert.Throws<InvalidOperationException>(() => new BatchStatement().Add(new BatchStatement()));
}
