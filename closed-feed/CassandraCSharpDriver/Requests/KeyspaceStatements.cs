namespace Cassandra;

internal static class KeyspaceStatements
{
    public static string Create(string name, Dictionary<string, string>? replication, bool durableWrites, bool ifNotExists)
    {
        var options = (replication ?? ReplicationStrategies.CreateSimpleStrategyReplicationProperty(1))
            .Select(option => $"{CqlIdentifier.Literal(option.Key)}: {CqlIdentifier.Literal(option.Value)}");
        var condition = ifNotExists ? "IF NOT EXISTS " : "";
        var durable = durableWrites ? "true" : "false";
        return $"CREATE KEYSPACE {condition}{CqlIdentifier.Quote(name)} WITH replication = {{{string.Join(", ", options)}}} AND durable_writes = {durable}";
    }
}
