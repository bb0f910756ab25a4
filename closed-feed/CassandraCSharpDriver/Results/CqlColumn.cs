namespace Cassandra;

/// <summary>A column of a result or of a table, or a marker of a prepared statement.</summary>
internal class CqlColumn : ColumnDesc
{
    internal CqlColumn(string keyspace, string table, string name, int index, CqlType type)
        : base(keyspace, table, name, type) => Index = index;

    public int Index { get; }

    /// <summary>What its values are read as when nothing else is asked for.</summary>
    public Type Type => CqlType.ClrType;
}
