namespace Cassandra;

/// <inheritdoc cref="IStatement"/>
public abstract class Statement : IStatement
{
    private protected Statement()
    {
    }

    public bool AutoPage { get; private set; } = true;

    public ConsistencyLevel? ConsistencyLevel { get; private set; }

    public bool? IsIdempotent { get; private protected set; }

    public virtual string? Keyspace => null;

    public int PageSize { get; private set; }

    public byte[]? PagingState { get; private set; }

    public virtual object?[]? QueryValues => null;

    public int ReadTimeoutMillis { get; private set; }

    public IRetryPolicy? RetryPolicy { get; private set; }

    public virtual RoutingKey? RoutingKey => null;

    public ConsistencyLevel SerialConsistencyLevel { get; private set; } = ConsistencyLevelUnset;

    public DateTimeOffset? Timestamp { get; private set; }

    /// <summary>The server has no such level; it means that the cluster's options decide.</summary>
    internal const ConsistencyLevel ConsistencyLevelUnset = Cassandra.ConsistencyLevel.Any;

    /// <summary>The consistency that a prepared statement has given, behind the statement's own.</summary>
    internal virtual ConsistencyLevel? InheritedConsistency => null;

    public IStatement SetAutoPage(bool autoPage)
    {
        AutoPage = autoPage;
        return this;
    }

    public IStatement SetConsistencyLevel(ConsistencyLevel? consistency)
    {
        ConsistencyLevel = consistency;
        return this;
    }

    public IStatement SetIdempotence(bool value)
    {
        IsIdempotent = value;
        return this;
    }

    public IStatement SetPageSize(int pageSize)
    {
        PageSize = pageSize;
        return this;
    }

    public IStatement SetPagingState(byte[] pagingState)
    {
        PagingState = pagingState;
        if (pagingState is { Length: > 0 }) AutoPage = false;
        return this;
    }

    public IStatement SetReadTimeoutMillis(int timeout)
    {
        ReadTimeoutMillis = timeout;
        return this;
    }

    public IStatement SetRetryPolicy(IRetryPolicy policy)
    {
        RetryPolicy = policy;
        return this;
    }

    public IStatement SetSerialConsistencyLevel(ConsistencyLevel serialConsistency)
    {
        if (serialConsistency is not (Cassandra.ConsistencyLevel.Serial or Cassandra.ConsistencyLevel.LocalSerial))
            throw new ArgumentException($"A serial consistency is Serial or LocalSerial, not {serialConsistency}.", nameof(serialConsistency));
        SerialConsistencyLevel = serialConsistency;
        return this;
    }

    public IStatement SetTimestamp(DateTimeOffset value)
    {
        Timestamp = value;
        return this;
    }

    /// <summary>The frame's operation code, where the statement is a request by itself.</summary>
    internal abstract Opcode Opcode { get; }

    /// <summary>Writes what comes before the parameters: the text or the id.</summary>
    internal abstract void WriteQuery(WriteBuffer buffer);

    /// <summary>Writes the number of values and the values.</summary>
    internal virtual void WriteValues(WriteBuffer buffer)
    {
        var values = QueryValues ?? [];
        buffer.WriteShort(values.Length);
        foreach (var value in values) ValueWriter.Write(buffer, value);
    }

    internal virtual int ValueCount => QueryValues?.Length ?? 0;

    /// <summary>The prepared statement that has this id, if this statement needs it.</summary>
    internal virtual PreparedStatement? FindPrepared(ReadOnlySpan<byte> id) => null;
}
