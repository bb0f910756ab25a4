namespace Cassandra;

internal enum SortOrder
{
    Ascending,
    Descending,
}

/// <summary>A table as the server describes it.</summary>
internal class TableMetadata
{
    internal TableMetadata(string keyspace, string name, TableColumn[] columns, TableColumn[] partitionKeys, Tuple<TableColumn, SortOrder>[] clusteringKeys)
    {
        KeyspaceName = keyspace;
        Name = name;
        TableColumns = columns;
        ColumnsByName = columns.ToDictionary(column => column.Name);
        PartitionKeys = partitionKeys;
        ClusteringKeys = clusteringKeys;
    }

    public string KeyspaceName { get; }

    public string Name { get; }

    public TableColumn[] TableColumns { get; }

    public IDictionary<string, TableColumn> ColumnsByName { get; }

    public TableColumn[] PartitionKeys { get; }

    public Tuple<TableColumn, SortOrder>[] ClusteringKeys { get; }
}
