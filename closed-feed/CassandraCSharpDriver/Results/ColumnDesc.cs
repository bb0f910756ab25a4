namespace Cassandra;

internal class ColumnDesc
{
    internal ColumnDesc(string keyspace, string table, string name, CqlType type)
    {
        Keyspace = keyspace;
        Table = table;
        Name = name;
        CqlType = type;
    }

    public string Keyspace { get; }

    public string Table { get; }

    public string Name { get; }

    public ColumnTypeCode TypeCode => CqlType.Code;

    internal CqlType CqlType { get; }
}
