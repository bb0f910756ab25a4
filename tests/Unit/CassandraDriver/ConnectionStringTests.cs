using Cassandra;

namespace Streaming.Tests.Unit.CassandraDriver;

public sealed class ConnectionStringTests
{
    [Fact]
    public void All_keys_are_read_whatever_their_case()
    {
        var builder = new CassandraConnectionStringBuilder("contact points=a, b;Port=19042;DEFAULT KEYSPACE=ks;Username=u;Password=p;Cluster Name=c");
        Assert.Equal(["a", "b"], builder.ContactPoints);
        Assert.Equal((19042, "ks", "u", "p", "c"), (builder.Port, builder.DefaultKeyspace, builder.Username, builder.Password, builder.ClusterName));
    }

    [Fact]
    public void What_is_not_given_has_its_default()
    {
        var builder = new CassandraConnectionStringBuilder("Contact Points=127.0.0.1");
        Assert.Equal((9042, null, null, "Cassandra Cluster"), (builder.Port, builder.DefaultKeyspace, builder.Username, builder.ClusterName));
    }

    [Theory]
    [InlineData("Port=9042")]
    [InlineData("Contact Points=a;Port=nine")]
    public void What_cannot_be_is_refused(string connectionString) =>
        Assert.Throws<FormatException>(() => Cluster.Builder().WithConnectionString(connectionString));

    [Fact]
    public void What_is_written_is_read_back()
    {
        var written = new CassandraConnectionStringBuilder { ContactPoints = ["a", "b"], Port = 1, Password = "se;cret" }.ConnectionString;
        var read = new CassandraConnectionStringBuilder(written);
        Assert.Equal(("se;cret", 2, 1), (read.Password, read.ContactPoints.Length, read.Port));
    }
}
