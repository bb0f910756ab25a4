using Streaming.AppHost.Servers.Spark;

namespace Streaming.AppHost.CommandLine;

/// <summary>What the user asked for, checked.</summary>
internal sealed record HostOptions
{
    public ServersWay Servers { get; init; }

    /// <summary>What is written in place of running the pipeline; null where it is run.</summary>
    public Publication? Publication { get; init; }

    /// <summary>The cluster that the stream processor works on; null for the engine in its own process.</summary>
    public SparkSize? Spark { get; init; }

    /// <summary>The source API; null for the sample source, or for none.</summary>
    public Uri? Source { get; init; }

    /// <summary>Whether a sample source is started and fetched from.</summary>
    public bool WithSampleSource { get; init; }

    public required string DataFolder { get; init; }

    /// <summary>Null for a free port.</summary>
    public int? PushPort { get; init; }

    /// <summary>Null for a free port.</summary>
    public int? ConsolePort { get; init; }

    /// <summary>Null for a free port.</summary>
    public int? PostgresPort { get; init; }

    /// <summary>Null for a free port.</summary>
    public int? KafkaPort { get; init; }

    /// <summary>Null for a free port.</summary>
    public int? CassandraPort { get; init; }

    /// <summary>Instances of the sink and, in process, of the stream processor, each.</summary>
    public int Replicas { get; init; } = 1;

    public bool WithoutDashboard { get; init; }

    public bool WithoutConsole { get; init; }

    /// <summary>Where a service listens in its container; null for a free port of this machine.</summary>
    public int? HttpPort => Publication is null ? null : CommandLine.Publication.HttpPort;

    /// <summary>What the data folder's disk must have left: what the servers lay out beforehand, and some data.</summary>
    public long NeededDiskBytes => Servers != ServersWay.Embedded ? 1024L * 1024 * 1024 : 512L * 1024 * 1024;

    /// <summary>PostgreSQL refuses to run as root, and root's home is closed to whom it then runs as.</summary>
    public static string DefaultDataFolder(ServersWay way)
    {
        var root = Environment.IsPrivilegedProcess
            ? "/var/lib"
            : Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(root, "streaming", NameOf(way));
    }

    /// <summary>As the command line and the folders have it.</summary>
    public static string NameOf(ServersWay way) => way.ToString().ToLowerInvariant();
}
