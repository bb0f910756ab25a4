using Cassandra;

namespace Streaming.Tests.Integration.CassandraDriver;

public sealed class ErrorTests
{
    [ServersFact(ServerHomes.Cassandra)]
    public async Task The_servers_errors_have_their_types()
    {
        await using var cql = await CqlSession.OpenAsync();
        await cql.ExecuteAsync("CREATE TABLE t (id int PRIMARY KEY)");
        await Assert.ThrowsAsync<SyntaxError>(() => cql.ExecuteAsync("SELEKT"));
        await Assert.ThrowsAsync<InvalidQueryException>(() => cql.ExecuteAsync("SELECT nothing FROM t"));
        await Assert.ThrowsAsync<InvalidQueryException>(() => cql.Session.PrepareAsync("SELECT nothing FROM t"));
        var exists = await Assert.ThrowsAsync<AlreadyExistsException>(() => cql.ExecuteAsync("CREATE TABLE t (id int PRIMARY KEY)"));
        Assert.Equal((cql.Keyspace, "t"), (exists.Keyspace, exists.Table));
        await Assert.ThrowsAsync<InvalidConfigurationInQueryException>(
            () => cql.ExecuteAsync("CREATE KEYSPACE x WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 'many'}"));
    }

    [ServersFact(ServerHomes.Cassandra)]
    public async Task Too_few_replicas_are_unavailable_and_say_how_many()
    {
        await using var cql = await CqlSession.OpenAsync();
        var keyspace = $"{cql.Keyspace}_three";
        await cql.ExecuteAsync($"CREATE KEYSPACE {keyspace} WITH replication = {{'class': 'SimpleStrategy', 'replication_factor': 3}}");
        await cql.ExecuteAsync($"CREATE TABLE {keyspace}.t (id int PRIMARY KEY)");
        var statement = new SimpleStatement($"INSERT INTO {keyspace}.t (id) VALUES (1)").SetConsistencyLevel(ConsistencyLevel.Quorum);
        var error = await Assert.ThrowsAsync<UnavailableException>(() => cql.Session.ExecuteAsync(statement));
        Assert.Equal((ConsistencyLevel.Quorum, 2, 1), (error.Consistency, error.RequiredReplicas, error.AliveReplicas));
    }

    [ServersFact(ServerHomes.Cassandra)]
    public async Task A_keyspace_that_is_not_there_refuses_the_session()
    {
        var server = await CassandraServer.SharedAsync();
        using var cluster = Cluster.Builder().WithConnectionString(server.ConnectionString).Build();
        await Assert.ThrowsAsync<InvalidQueryException>(() => cluster.ConnectAsync("nobody_made_this"));
        Assert.NotNull(await cluster.ConnectAsync());
    }

    [Fact]
    public async Task Without_a_server_no_host_is_available()
    {
        using var cluster = Cluster.Builder().AddContactPoint("127.0.0.1").WithPort(FreePorts.Take(1)[0]).Build();
        var error = await Assert.ThrowsAsync<NoHostAvailableException>(() => cluster.ConnectAsync());
        Assert.IsType<System.Net.Sockets.SocketException>(Assert.Single(error.Errors).Value);
    }

    [ServersFact(ServerHomes.Cassandra)]
    public async Task A_busy_host_is_said_to_be_busy_at_once_and_nothing_waits()
    {
        await using var cql = await CqlSession.OpenAsync(builder => builder.WithPoolingOptions(
            PoolingOptions.Create().SetMaxRequestsPerConnection(8).SetMaxConnectionsPerHost(HostDistance.Local, 1)));
        await cql.ExecuteAsync("CREATE TABLE t (id int PRIMARY KEY)");
        var insert = await cql.Session.PrepareAsync("INSERT INTO t (id) VALUES (?)");
        var writes = Enumerable.Range(0, 500).Select(id => cql.Session.ExecuteAsync(insert.Bind(id))).ToList();
        await Task.WhenAll(writes.Select(write => write.ContinueWith(_ => { }, TaskScheduler.Default))).WaitAsync(Wait.Limit);
        var refused = writes.Where(write => write.IsFaulted).ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, write =>
        {
            var error = Assert.IsType<NoHostAvailableException>(write.Exception!.InnerException);
            Assert.Equal(8, Assert.IsType<BusyPoolException>(Assert.Single(error.Errors).Value).MaxRequestsPerConnection);
        });
        Assert.InRange(writes.Count(write => write.IsCompletedSuccessfully), 8, 499);
        Assert.Equal(0, cql.Session.GetState().GetInFlightQueries(cql.Cluster.AllHosts().Single()));
    }
}
