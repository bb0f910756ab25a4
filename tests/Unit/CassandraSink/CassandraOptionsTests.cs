using Cassandra;
using Streaming.CassandraSink.Tables.Cassandra;

namespace Streaming.Tests.Unit.CassandraSink;

public sealed class CassandraOptionsTests
{
    private static readonly CassandraOptionsValidator Validator = new();

    [Fact]
    public void The_defaults_are_valid() => Assert.True(Validator.Validate(null, new CassandraOptions()).Succeeded);

    public static readonly TheoryData<string, string> BadValues = new()
    {
        { "Consistency", "Serial" }, { "ReplicationFactor", "0" }, { "Replication:east", "101" }, { "ConnectTimeout", "00:02:00" },
        { "RequestTimeout", "00:00:00" }, { "InFlight", "0" }, { "BatchRows", "0" }, { "BatchBytes", "0" }, { "LookUpUsers", "1001" },
        { "TlsAuthorities", "/not/there" },
    };

    [Theory]
    [MemberData(nameof(BadValues))]
    public void A_bad_value_is_named_with_its_key(string key, string value)
    {
        var error = Assert.Single(Validator.Validate(null, With(key, value)).Failures!);
        Assert.StartsWith($"Sink:Cassandra:{key} is '{value}';", error);
    }

    [Fact]
    public void All_bad_values_are_named_at_once() =>
        Assert.Equal(2, Validator.Validate(null, new CassandraOptions { InFlight = 0, BatchRows = 0 }).Failures!.Count());

    private static CassandraOptions With(string key, string value) => key switch
    {
        "Consistency" => new() { Consistency = Enum.Parse<ConsistencyLevel>(value) },
        "ReplicationFactor" => new() { ReplicationFactor = int.Parse(value) },
        "Replication:east" => new() { Replication = { ["east"] = int.Parse(value) } },
        "ConnectTimeout" => new() { ConnectTimeout = TimeSpan.Parse(value) },
        "RequestTimeout" => new() { RequestTimeout = TimeSpan.Parse(value) },
        "InFlight" => new() { InFlight = int.Parse(value) },
        "BatchRows" => new() { BatchRows = int.Parse(value) },
        "BatchBytes" => new() { BatchBytes = int.Parse(value) },
        "LookUpUsers" => new() { LookUpUsers = int.Parse(value) },
        _ => new() { TlsAuthorities = value },
    };
}
