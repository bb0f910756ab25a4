using Cassandra;
using ISession = Cassandra.ISession;

namespace Streaming.CassandraSink.Tables.Cassandra;

/// <summary>Makes the keyspace and the tables that are not there, and looks whether those that are there have the shape that is written.</summary>
internal sealed class SchemaSetup(ISession session, string keyspace, CassandraOptions options)
{
    /// <summary>A definition takes longer than a write: all hosts take it over.</summary>
    private const int DefinitionTimeoutMillis = 60_000;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await ExecuteAsync($"CREATE KEYSPACE IF NOT EXISTS {keyspace} WITH replication = {Replication()}", cancellationToken);
        foreach (var table in Schema.Tables)
        {
            await ExecuteAsync(table.Create(keyspace), cancellationToken);
            await CheckAsync(table, cancellationToken);
        }

        await ExecuteAsync(Schema.UsersByEmail(keyspace), cancellationToken);
        if (!await session.Cluster.Metadata.CheckSchemaAgreementAsync().WaitAsync(cancellationToken))
            throw new InvalidOperationException("The hosts of Cassandra don't agree on the schema. See that all of them are up, then run setup again.");
    }

    private string Replication()
    {
        var replicas = options.Replication.Count > 0
            ? ReplicationStrategies.CreateNetworkTopologyStrategyReplicationProperty(options.Replication)
            : ReplicationStrategies.CreateSimpleStrategyReplicationProperty(options.ReplicationFactor);
        return $"{{{string.Join(", ", replicas.Select(pair => $"'{Quote(pair.Key)}': '{Quote(pair.Value)}'"))}}}";
    }

    /// <summary>CQL takes no parameters in a definition.</summary>
    private static string Quote(string text) => text.Replace("'", "''");

    private async Task CheckAsync(TableShape table, CancellationToken cancellationToken)
    {
        var query = new SimpleStatement(
            "SELECT column_name, type, kind, position FROM system_schema.columns WHERE keyspace_name = ? AND table_name = ?", keyspace, table.Name);
        var found = (await session.ExecuteAsync(query).WaitAsync(cancellationToken)).ToDictionary(
            row => row.GetValue<string>("column_name"),
            row => (Type: row.GetValue<string>("type"), Kind: row.GetValue<string>("kind"), Position: row.GetValue<int>("position")));

        var faults = new List<string>();
        for (var i = 0; i < table.Columns.Count; i++)
        {
            var (name, type) = table.Columns[i];
            var kind = table.KindOf(i);
            var position = kind switch { "partition_key" => i, "clustering" => i - table.PartitionKeys, _ => -1 };
            if (!found.Remove(name, out var column)) faults.Add($"{name} is missing");
            else if (column.Type != type) faults.Add($"{name} is {column.Type} and must be {type}");
            else if (column.Kind != kind || column.Position != position) faults.Add($"{name} is at place {column.Position} of its {column.Kind}s");
        }

        faults.AddRange(found.Where(column => column.Value.Kind is "partition_key" or "clustering").Select(column => $"{column.Key} is part of the key"));
        if (faults.Count > 0)
            throw new InvalidOperationException(
                $"The table {keyspace}.{table.Name} is there with another shape: {string.Join(", ", faults)}. Drop it, or name another keyspace.");
    }

    private async Task ExecuteAsync(string definition, CancellationToken cancellationToken) =>
        await session.ExecuteAsync(new SimpleStatement(definition).SetReadTimeoutMillis(DefinitionTimeoutMillis)).WaitAsync(cancellationToken);
}
