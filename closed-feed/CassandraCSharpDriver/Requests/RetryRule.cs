using System.Net.Sockets;

namespace Cassandra;

/// <summary>Which errors are a retry policy's to decide.</summary>
internal static class RetryRule
{
    public static RetryDecision Decide(Session session, Statement statement, Exception error, ConsistencyLevel consistency, int retries)
    {
        var policy = (statement.RetryPolicy ?? session.Configuration.Policies.RetryPolicy).Extended();
        return error switch
        {
            ReadTimeoutException read => policy.OnReadTimeout(
                statement, read.ConsistencyLevel, read.RequiredAcknowledgements, read.ReceivedAcknowledgements, read.WasDataRetrieved, retries),
            WriteTimeoutException write => policy.OnWriteTimeout(
                statement, write.ConsistencyLevel, write.WriteType, write.RequiredAcknowledgements, write.ReceivedAcknowledgements, retries),
            UnavailableException unavailable => policy.OnUnavailable(
                statement, consistency, unavailable.RequiredReplicas, unavailable.AliveReplicas, retries),
            SocketException or OperationTimedOutException or OverloadedException or IsBootstrappingException or TruncateException =>
                policy.OnRequestError(statement, session.Configuration, error, retries),
            _ => RetryDecision.Rethrow(),
        };
    }
}
