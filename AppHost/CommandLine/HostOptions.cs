namespace Streaming.AppHost.CommandLine;

/// <summary>What the user asked for, checked.</summary>
internal sealed record HostOptions
{
    /// <summary>The source API; null for the sample source, which is then started too.</summary>
    public Uri? Source { get; init; }

    public required string DataFolder { get; init; }

    /// <summary>Null for a free port.</summary>
    public int? PushPort { get; init; }

    /// <summary>Null for a free port.</summary>
    public int? PostgresPort { get; init; }

    public bool WithoutDashboard { get; init; }

    /// <summary>PostgreSQL refuses to run as root, and root's home is closed to whom it then runs as.</summary>
    public static string DefaultDataFolder => Environment.IsPrivilegedProcess
        ? "/var/lib/streaming/embedded"
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "streaming", "embedded");
}
