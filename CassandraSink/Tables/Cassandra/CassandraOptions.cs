using Cassandra;

namespace Streaming.CassandraSink.Tables.Cassandra;

/// <summary>Section <c>Sink:Cassandra</c> of the configuration.</summary>
internal sealed class CassandraOptions
{
    public const string Section = "Sink:Cassandra";

    /// <summary>
    /// Of writes, and of the look-ups before them. Where a look-up can miss what was acknowledged before (One with several replicas), a user who moved
    /// may be left in <c>users_by_country</c> twice.
    /// </summary>
    public ConsistencyLevel Consistency { get; set; } = ConsistencyLevel.LocalQuorum;

    /// <summary>Replicas by data centre. Where there are none the keyspace is made with SimpleStrategy and <see cref="ReplicationFactor"/>.</summary>
    public Dictionary<string, int> Replication { get; set; } = [];

    public int ReplicationFactor { get; set; } = 1;

    /// <summary>The data centre whose hosts are asked; that of the contact point unless given.</summary>
    public string? Datacenter { get; set; }

    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one request may take. What was not answered is sent again until <c>Sink:WriteTimeout</c> has passed without an answer.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

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

    /// <summary>Whether connections are encrypted.</summary>
    public bool Tls { get; set; }

    /// <summary>A file with the certificates, as PEM, of who may vouch for the hosts; the system's unless given.</summary>
    public string? TlsAuthorities { get; set; }

    /// <summary>The name that the hosts' certificates carry; each host's address unless given.</summary>
    public string? TlsHostName { get; set; }
}
