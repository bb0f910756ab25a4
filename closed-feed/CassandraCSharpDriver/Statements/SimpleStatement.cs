namespace Cassandra;

/// <summary>CQL text with values for its markers. A value's CLR type alone says what it is on the wire: a <c>bigint</c> needs a <see cref="long"/>.</summary>
public class SimpleStatement : RegularStatement
{
    private readonly object?[]? _values;
    private RoutingKey? _routingKey;
    private string? _keyspace;

    public SimpleStatement(string query) => QueryString = query;

    public SimpleStatement(string query, params object?[] values)
        : this(query)
    {
        foreach (var value in values) ValueTypes.CheckKnown(value);
        _values = values;
    }

    public override object?[]? QueryValues => _values;

    public override RoutingKey? RoutingKey => _routingKey;

    public override string? Keyspace => _keyspace;

    public SimpleStatement SetQueryString(string queryString)
    {
        QueryString = queryString;
        return this;
    }

    /// <summary>The partition key's components, each as the server has it.</summary>
    public SimpleStatement SetRoutingKey(params RoutingKey[] routingKeyComponents)
    {
        _routingKey = RoutingKey.Compose(routingKeyComponents);
        return this;
    }

    public SimpleStatement SetRoutingValues(params object[] values)
    {
        _routingKey = RoutingKey.Of(values);
        return this;
    }

    /// <summary>For routing alone; protocol version 4 cannot send it.</summary>
    public SimpleStatement SetKeyspace(string name)
    {
        _keyspace = name;
        return this;
    }

    internal override Opcode Opcode => Opcode.Query;

    internal override void WriteQuery(WriteBuffer buffer) => buffer.WriteLongString(QueryString);

}
