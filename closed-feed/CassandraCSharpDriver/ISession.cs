namespace Cassandra;

/// <summary>Executes statements. A process needs one for a keyspace: all use it at a time, and it finds its way back by itself to hosts that return.</summary>
public interface ISession : IDisposable
{
    ICluster Cluster { get; }

    bool IsDisposed { get; }

    /// <summary>The keyspace of tables whose keyspace is not named.</summary>
    string? Keyspace { get; }

    int BinaryProtocolVersion { get; }

    void ChangeKeyspace(string keyspaceName);

    void CreateKeyspace(string keyspaceName, Dictionary<string, string>? replication = null, bool durableWrites = true);

    void CreateKeyspaceIfNotExists(string keyspaceName, Dictionary<string, string>? replication = null, bool durableWrites = true);

    void DeleteKeyspace(string keyspaceName);

    void DeleteKeyspaceIfExists(string keyspaceName);

    /// <exception cref="TimeoutException">There was no answer within the query timeout.</exception>
    RowSet Execute(IStatement statement);

    /// <inheritdoc cref="Execute(IStatement)"/>
    RowSet Execute(string cqlQuery);

    /// <inheritdoc cref="Execute(IStatement)"/>
    RowSet Execute(string cqlQuery, ConsistencyLevel consistency);

    /// <inheritdoc cref="Execute(IStatement)"/>
    RowSet Execute(string cqlQuery, int pageSize);

    /// <exception cref="NoHostAvailableException">No host took the request: each was down, busy or did not answer.</exception>
    /// <exception cref="QueryValidationException">The server refused the statement, or could not bring it to its end.</exception>
    /// <exception cref="OperationTimedOutException">There was no answer within the read timeout, and the retry policy says to rethrow.</exception>
    Task<RowSet> ExecuteAsync(IStatement statement);

    PreparedStatement Prepare(string cqlQuery);

    /// <inheritdoc cref="ExecuteAsync(IStatement)"/>
    Task<PreparedStatement> PrepareAsync(string cqlQuery);

    Task ShutdownAsync();
}
