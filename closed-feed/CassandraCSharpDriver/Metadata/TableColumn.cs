namespace Cassandra;

internal class TableColumn : CqlColumn
{
    internal TableColumn(string keyspace, string table, string name, int index, CqlType type)
        : base(keyspace, table, name, index, type)
    {
    }
}
