namespace Cassandra;

/// <summary>What a session executes. What a statement leaves open, the cluster's options say.</summary>
public interface IStatement
{
    bool AutoPage { get; }

    ConsistencyLevel? ConsistencyLevel { get; }

    bool? IsIdempotent { get; }

    /// <summary>The keyspace that the statement's table is in, where the driver knows it.</summary>
    string? Keyspace { get; }

    int PageSize { get; }

    byte[]? PagingState { get; }

    object?[]? QueryValues { get; }

    int ReadTimeoutMillis { get; }

    IRetryPolicy? RetryPolicy { get; }

    /// <summary>The partition key as the server hashes it, where the driver knows it.</summary>
    RoutingKey? RoutingKey { get; }

    ConsistencyLevel SerialConsistencyLevel { get; }

    DateTimeOffset? Timestamp { get; }

    IStatement SetAutoPage(bool autoPage);

    IStatement SetConsistencyLevel(ConsistencyLevel? consistency);

    IStatement SetIdempotence(bool value);

    IStatement SetPageSize(int pageSize);

    /// <summary>Begins at a page that an earlier <see cref="RowSet.PagingState"/> names; turns auto page off.</summary>
    IStatement SetPagingState(byte[] pagingState);

    IStatement SetReadTimeoutMillis(int timeout);

    IStatement SetRetryPolicy(IRetryPolicy policy);

    IStatement SetSerialConsistencyLevel(ConsistencyLevel serialConsistency);

    IStatement SetTimestamp(DateTimeOffset value);
}
