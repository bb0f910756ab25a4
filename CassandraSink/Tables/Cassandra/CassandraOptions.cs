using Streaming.Pipeline.Tables.Cassandra;

namespace Streaming.CassandraSink.Tables.Cassandra;

/// <summary>Section <c>Sink:Cassandra</c> of the configuration.</summary>
internal sealed class CassandraOptions : CassandraConnectionOptions
{
    public const string Section = "Sink:Cassandra";

    /// <summary>Replicas by data centre. Where there are none the keyspace is made with SimpleStrategy and <see cref="ReplicationFactor"/>.</summary>
    public Dictionary<string, int> Replication { get; set; } = [];

    public int ReplicationFactor { get; set; } = 1;

    /// <summary>The most requests in flight.</summary>
    public int InFlight { get; set; } = 128;

    /// <summary>The most rows in one unlogged batch; the server warns of more than 10 partitions.</summary>
    public int BatchRows { get; set; } = 10;

    /// <summary>About the most bytes in one batch, as the server counts them; it warns of more than 5 KiB and refuses more than 50.</summary>
    public int BatchBytes { get; set; } = 4_800;

    /// <summary>The most users that one look-up asks for.</summary>
    public int LookUpUsers { get; set; } = 100;

    /// <summary>Whether <c>users_by_country</c> is kept.</summary>
    public bool UsersByCountry { get; set; } = true;
}
