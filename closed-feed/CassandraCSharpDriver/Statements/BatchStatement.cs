namespace Cassandra;

/// <summary>
/// Statements that are sent, and answered, as one. Only the batch's own consistency and timestamp are sent, never those of its statements: give a statement
/// a timestamp by <c>USING TIMESTAMP ?</c>.
/// </summary>
public class BatchStatement : Statement
{
    private readonly List<Statement> _statements = [];
    private RoutingKey? _routingKey;
    private string? _keyspace;

    public BatchType BatchType { get; private set; } = BatchType.Logged;

    public bool IsEmpty => _statements.Count == 0;

    public IEnumerable<Statement> Statements => _statements;

    public override string? Keyspace => _keyspace ?? (IsEmpty ? null : _statements[0].Keyspace);

    public override RoutingKey? RoutingKey => _routingKey ?? (IsEmpty ? null : _statements[0].RoutingKey);

    public BatchStatement Add(Statement statement)
    {
        if (statement is BatchStatement) throw new InvalidOperationException("A batch cannot hold a batch.");
        if (_statements.Count >= ushort.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(statement), $"A batch holds at most {ushort.MaxValue} statements.");
        _statements.Add(statement);
        return this;
    }

    public BatchStatement SetBatchType(BatchType batchType)
    {
        BatchType = batchType;
        return this;
    }

    /// <summary>For routing alone; protocol version 4 cannot send it.</summary>
    public BatchStatement SetKeyspace(string name)
    {
        _keyspace = name;
        return this;
    }

    /// <inheritdoc cref="SimpleStatement.SetRoutingKey"/>
    public BatchStatement SetRoutingKey(params RoutingKey[] routingKeyComponents)
    {
        _routingKey = RoutingKey.Compose(routingKeyComponents);
        return this;
    }

    public BatchStatement SetRoutingValues(params object[] values)
    {
        _routingKey = RoutingKey.Of(values);
        return this;
    }

    internal override Opcode Opcode => Opcode.Batch;

    internal override void WriteQuery(WriteBuffer buffer)
    {
        buffer.WriteByte((byte)BatchType);
        buffer.WriteShort(_statements.Count);
        foreach (var statement in _statements)
        {
            buffer.WriteByte((byte)(statement is BoundStatement ? 1 : 0));
            statement.WriteQuery(buffer);
            statement.WriteValues(buffer);
        }
    }

    internal override PreparedStatement? FindPrepared(ReadOnlySpan<byte> id)
    {
        foreach (var statement in _statements)
        {
            if (statement.FindPrepared(id) is { } found) return found;
        }

        return null;
    }
}
