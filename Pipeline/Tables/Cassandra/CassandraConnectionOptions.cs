using Cassandra;
using Streaming.Pipeline.Hosting;

namespace Streaming.Pipeline.Tables.Cassandra;

/// <summary>How Cassandra is reached: what the section of every service that does so has in common.</summary>
public class CassandraConnectionOptions
{
    /// <summary>
    /// Of reads and writes. Where the sink's look-up can miss what was acknowledged before (One with several replicas), a user who moved may be left in
    /// <c>users_by_country</c> twice.
    /// </summary>
    public ConsistencyLevel Consistency { get; set; } = ConsistencyLevel.LocalQuorum;

    /// <summary>The data centre whose hosts are asked; that of the contact point unless given.</summary>
    public string? Datacenter { get; set; }

    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one request may take. The sink sends it again until <c>Sink:WriteTimeout</c> has passed without an answer.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether connections are encrypted.</summary>
    public bool Tls { get; set; }

    /// <summary>A file with the certificates, as PEM, of who may vouch for the hosts; the system's unless given.</summary>
    public string? TlsAuthorities { get; set; }

    /// <summary>The name that the hosts' certificates carry; each host's address unless given.</summary>
    public string? TlsHostName { get; set; }

    /// <summary>Checks what is in here; a section that adds keys goes on with its own.</summary>
    public OptionChecks Check(string section) => new OptionChecks(section)
        .Require(IsOfWritesAndReads(Consistency), nameof(Consistency), Consistency, "must be One, Two, Three, Quorum, All, LocalQuorum or LocalOne")
        .Between(nameof(ConnectTimeout), ConnectTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1))
        .Between(nameof(RequestTimeout), RequestTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2))
        .Require(TlsAuthorities is null || File.Exists(TlsAuthorities), nameof(TlsAuthorities), TlsAuthorities, "must be a file that exists");

    private static bool IsOfWritesAndReads(ConsistencyLevel level) =>
        level is >= ConsistencyLevel.One and <= ConsistencyLevel.LocalQuorum or ConsistencyLevel.LocalOne;
}
