namespace Cassandra;

/// <summary>A prepared statement with its values.</summary>
public class BoundStatement : Statement
{
    private readonly object?[] _values;
    private RoutingKey? _routingKey;

    internal BoundStatement(PreparedStatement prepared, object?[] values)
    {
        var columns = prepared.Variables.Columns;
        if (values.Length > columns.Length)
            throw new ArgumentException($"{values.Length} values were given for {columns.Length} markers: {prepared.QueryString}", nameof(values));
        for (var i = 0; i < values.Length; i++) ValueTypes.Check(columns[i], values[i]);
        _values = values;
        PreparedStatement = prepared;
        IsIdempotent = prepared.IsIdempotent;
    }

    public PreparedStatement PreparedStatement { get; }

    public override string? Keyspace => PreparedStatement.Keyspace;

    public override object?[] QueryValues => _values;

    public override RoutingKey? RoutingKey => _routingKey ??= RoutingKey.Of(_values, PreparedStatement.RoutingIndexes);

    internal override ConsistencyLevel? InheritedConsistency => PreparedStatement.ConsistencyLevel;

    internal override Opcode Opcode => Opcode.Execute;

    internal override int ValueCount => PreparedStatement.Variables.Columns.Length;

    internal override void WriteQuery(WriteBuffer buffer) => buffer.WriteShortBytes(PreparedStatement.Id);

    internal override void WriteValues(WriteBuffer buffer)
    {
        var count = ValueCount;
        buffer.WriteShort(count);
        foreach (var value in _values) ValueWriter.Write(buffer, value);
        for (var i = _values.Length; i < count; i++) buffer.WriteInt(ValueWriter.Unset);
    }

    internal override PreparedStatement? FindPrepared(ReadOnlySpan<byte> id) => id.SequenceEqual(PreparedStatement.Id) ? PreparedStatement : null;
}
