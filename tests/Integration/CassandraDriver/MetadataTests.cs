using System.Security.Cryptography;
using System.Text;
using Cassandra;

namespace Streaming.Tests.Integration.CassandraDriver;

public sealed class MetadataTests
{
    [ServersFact(ServerHomes.Cassandra)]
    public async Task Tokens_are_the_servers()
    {
        await using var cql = await CqlSession.OpenAsync();
        await cql.ExecuteAsync("CREATE TABLE t (id text PRIMARY KEY)");
        var insert = await cql.Session.PrepareAsync("INSERT INTO t (id) VALUES (?)");
        var random = new Random(4);
        var keys = Enumerable.Range(0, 1000).Select(i => TextOf(1 + (i % 40))).Distinct().ToList();
        foreach (var chunk in keys.Chunk(200)) await Task.WhenAll(chunk.Select(key => cql.Session.ExecuteAsync(insert.Bind(key))));
        var rows = (await cql.ExecuteAsync("SELECT id, token(id) FROM t")).ToList();
        Assert.Equal(keys.Count, rows.Count);
        Assert.All(rows, row => Assert.Equal(row.GetValue<long>(1), Murmur3.Token(Encoding.UTF8.GetBytes(row.GetValue<string>(0)))));

        string TextOf(int length) => new([.. Enumerable.Range(0, length).Select(_ => (char)random.Next(1, 0xD7FF))]);
    }

    [ServersFact(ServerHomes.Cassandra)]
    public async Task The_token_of_several_columns_is_the_servers_too()
    {
        await using var cql = await CqlSession.OpenAsync();
        await cql.ExecuteAsync("CREATE TABLE t (a text, b bigint, c uuid, d int, PRIMARY KEY ((a, b, c), d))");
        var insert = await cql.Session.PrepareAsync("INSERT INTO t (d, c, b, a) VALUES (?, ?, ?, ?)");
        var bound = insert.Bind(1, Guid.NewGuid(), 7L, "key");
        await cql.Session.ExecuteAsync(bound);
        var token = (await cql.ExecuteAsync("SELECT token(a, b, c) FROM t")).Single().GetValue<long>(0);
        Assert.Equal(token, Murmur3.Token(bound.RoutingKey!.RawRoutingKey));
    }

    [ServersFact(ServerHomes.Cassandra)]
    public async Task Hosts_keyspaces_and_tables_are_as_the_server_describes_them()
    {
        await using var cql = await CqlSession.OpenAsync();
        await cql.ExecuteAsync(
            "CREATE TABLE t (country text, day date, id uuid, tags map<text, frozen<list<int>>>, PRIMARY KEY (country, day, id)) "
            + "WITH CLUSTERING ORDER BY (day DESC, id ASC)");
        var host = Assert.Single(cql.Cluster.AllHosts());
        Assert.Equal(("datacenter1", "rack1", true), (host.Datacenter, host.Rack, host.IsUp));
        Assert.Equal(16, host.Tokens.Length);
        Assert.InRange(host.CassandraVersion!.Major, 4, 9);
        Assert.Equal([host], cql.Cluster.GetReplicas(cql.Keyspace, RandomNumberGenerator.GetBytes(8)));

        var keyspace = cql.Cluster.Metadata.GetKeyspace(cql.Keyspace)!;
        Assert.Equal((ReplicationStrategies.SimpleStrategy, 1), (keyspace.StrategyClass, keyspace.Replication["replication_factor"]));
        var table = keyspace.GetTableMetadata("t")!;
        Assert.Equal(["t"], keyspace.GetTablesNames());
        Assert.Equal(["country"], table.PartitionKeys.Select(key => key.Name));
        Assert.Equal([("day", SortOrder.Descending), ("id", SortOrder.Ascending)], table.ClusteringKeys.Select(key => (key.Item1.Name, key.Item2)));
        Assert.Equal(typeof(IDictionary<string, IEnumerable<int>>), table.ColumnsByName["tags"].Type);
        Assert.Null(cql.Cluster.Metadata.GetTable(cql.Keyspace, "other"));
        Assert.True(await cql.Cluster.Metadata.CheckSchemaAgreementAsync());
    }

    [ServersFact(ServerHomes.Cassandra)]
    public async Task A_change_of_the_schema_is_heard_of()
    {
        await using var watching = await CqlSession.OpenAsync();
        await using var changing = await CqlSession.OpenAsync();
        var heard = new System.Collections.Concurrent.ConcurrentQueue<(string Keyspace, string? Table, SchemaChangedEventArgs.Kind What)>();
        watching.Cluster.Metadata.SchemaChangedEvent += (_, change) => heard.Enqueue((change.Keyspace, change.Table, change.What));
        await changing.ExecuteAsync("CREATE TABLE t (id int PRIMARY KEY)");
        await changing.ExecuteAsync("DROP TABLE t");
        await Wait.UntilAsync(() => heard.Contains((changing.Keyspace, "t", SchemaChangedEventArgs.Kind.Dropped)), "the event of the dropped table");
        Assert.Contains((changing.Keyspace, "t", SchemaChangedEventArgs.Kind.Created), heard);
    }
}
