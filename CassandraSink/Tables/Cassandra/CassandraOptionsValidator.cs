using Cassandra;
using Microsoft.Extensions.Options;

namespace Streaming.CassandraSink.Tables.Cassandra;

internal sealed class CassandraOptionsValidator : IValidateOptions<CassandraOptions>
{
    private const int MostReplicas = 100;

    public ValidateOptionsResult Validate(string? name, CassandraOptions options)
    {
        var errors = new List<string>();
        Check(nameof(options.Consistency), options.Consistency, IsOfWritesAndReads(options.Consistency),
            "One, Two, Three, Quorum, All, LocalQuorum or LocalOne");
        Check(nameof(options.ReplicationFactor), options.ReplicationFactor, options.ReplicationFactor is >= 1 and <= MostReplicas, "from 1 to 100");
        foreach (var (datacenter, replicas) in options.Replication)
            Check($"{nameof(options.Replication)}:{datacenter}", replicas, replicas is >= 1 and <= MostReplicas, "from 1 to 100");
        Check(nameof(options.ConnectTimeout), options.ConnectTimeout, IsBetween(options.ConnectTimeout, 1, 60), "from 00:00:01 to 00:01:00");
        Check(nameof(options.RequestTimeout), options.RequestTimeout, IsBetween(options.RequestTimeout, 1, 120), "from 00:00:01 to 00:02:00");
        Check(nameof(options.InFlight), options.InFlight, options.InFlight is >= 1 and <= 1_500, "from 1 to 1500");
        Check(nameof(options.BatchRows), options.BatchRows, options.BatchRows is >= 1 and <= 1_000, "from 1 to 1000");
        Check(nameof(options.BatchBytes), options.BatchBytes, options.BatchBytes is >= 1 and <= 1024 * 1024, "from 1 to 1048576");
        Check(nameof(options.LookUpUsers), options.LookUpUsers, options.LookUpUsers is >= 1 and <= 1_000, "from 1 to 1000");
        Check(nameof(options.TlsAuthorities), options.TlsAuthorities, options.TlsAuthorities is null || File.Exists(options.TlsAuthorities),
            "a file that exists");
        return errors.Count > 0 ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success;

        void Check(string key, object? value, bool valid, string range)
        {
            if (!valid) errors.Add($"{CassandraOptions.Section}:{key} is {value}; it must be {range}.");
        }
    }

    private static bool IsOfWritesAndReads(ConsistencyLevel level) =>
        level is >= ConsistencyLevel.One and <= ConsistencyLevel.LocalQuorum or ConsistencyLevel.LocalOne;

    private static bool IsBetween(TimeSpan value, int seconds, int most) =>
        value >= TimeSpan.FromSeconds(seconds) && value <= TimeSpan.FromSeconds(most);
}
