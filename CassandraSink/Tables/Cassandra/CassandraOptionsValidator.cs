using Microsoft.Extensions.Options;

namespace Streaming.CassandraSink.Tables.Cassandra;

internal sealed class CassandraOptionsValidator : IValidateOptions<CassandraOptions>
{
    private const int MostReplicas = 100;

    public ValidateOptionsResult Validate(string? name, CassandraOptions options)
    {
        var checks = options.Check(CassandraOptions.Section)
            .Between(nameof(options.ReplicationFactor), options.ReplicationFactor, 1, MostReplicas)
            .Between(nameof(options.InFlight), options.InFlight, 1, 1_500)
            .Between(nameof(options.BatchRows), options.BatchRows, 1, 1_000)
            .Between(nameof(options.BatchBytes), options.BatchBytes, 1, 1024 * 1024)
            .Between(nameof(options.LookUpUsers), options.LookUpUsers, 1, 1_000);
        foreach (var (datacenter, replicas) in options.Replication)
            checks.Between($"{nameof(options.Replication)}:{datacenter}", replicas, 1, MostReplicas);
        return checks.Result;
    }
}
