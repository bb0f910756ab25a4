namespace Cassandra;

/// <summary>A statement that the hosts know by its id. Make it once and keep it: it may be bound by many callers at a time.</summary>
public class PreparedStatement
{
    private readonly string? _keyspace;

    internal PreparedStatement(byte[] id, string query, string? sessionKeyspace, RowSetMetadata variables, int[] routingIndexes)
    {
        Id = id;
        QueryString = query;
        SessionKeyspace = sessionKeyspace;
        Variables = variables;
        RoutingIndexes = routingIndexes;
        _keyspace = variables.Columns is [{ } first, ..] ? first.Keyspace : sessionKeyspace;
    }

    public ConsistencyLevel? ConsistencyLevel { get; private set; }

    public bool? IsIdempotent { get; private set; }

    public string QueryString { get; }

    /// <summary>The places of the partition key's components among the markers; empty where not all are markers.</summary>
    public int[] RoutingIndexes { get; }

    /// <summary>The markers: their names and types.</summary>
    internal RowSetMetadata Variables { get; }

    internal byte[] Id { get; }

    internal string? Keyspace => _keyspace;

    /// <summary>The keyspace that the session was in, which is part of the id.</summary>
    internal string? SessionKeyspace { get; }

    /// <summary>
    /// Gives the markers their values, in order; markers without a value are left unset, and so are those given <see cref="Unset.Value"/>. A byte array is
    /// taken as the value's wire form, whatever the type. The array is kept, not copied: leave it alone until the statement was executed.
    /// </summary>
    /// <exception cref="ArgumentException">There are more values than markers.</exception>
    /// <exception cref="InvalidTypeException">A value is of another type than its marker.</exception>
    public virtual BoundStatement Bind(params object?[]? values) => new(this, values ?? []);

    public PreparedStatement SetConsistencyLevel(ConsistencyLevel consistencyLevel)
    {
        ConsistencyLevel = consistencyLevel;
        return this;
    }

    public PreparedStatement SetIdempotence(bool value)
    {
        IsIdempotent = value;
        return this;
    }
}
