namespace Cassandra;

/// <summary>A keyspace as the server describes it.</summary>
internal sealed class KeyspaceMetadata
{
    private readonly Metadata _metadata;

    internal KeyspaceMetadata(Metadata metadata, string name, bool durableWrites, IDictionary<string, string> options)
    {
        _metadata = metadata;
        Name = name;
        DurableWrites = durableWrites;
        StrategyClass = options["class"].Split('.')[^1];
        Replication = options.Where(option => int.TryParse(option.Value, out _)).ToDictionary(option => option.Key, option => int.Parse(option.Value));
    }

    public string Name { get; }

    public bool DurableWrites { get; }

    /// <summary>The replication strategy's name, without its package.</summary>
    public string StrategyClass { get; }

    /// <summary>Its replicas: by datacenter, or as <c>replication_factor</c>.</summary>
    public IDictionary<string, int> Replication { get; }

    public ICollection<string> GetTablesNames() => _metadata.GetTables(Name);

    public TableMetadata? GetTableMetadata(string tableName) => _metadata.GetTable(Name, tableName);
}
