namespace Streaming.AppHost.Servers.EmbeddedPostgres;

/// <summary>The server's settings, given on its command line so that this is the one place for them.</summary>
internal static class PostgresSettings
{
    private static readonly string[] OnThisMachine = ["listen_addresses=127.0.0.1", "unix_socket_directories="];

    private static readonly string[] Settings =
    [
        "password_encryption=scram-sha-256",
        "wal_level=logical",
        "max_replication_slots=8",
        "max_wal_senders=8",
        "synchronous_commit=on",
        // Tells when a row became visible, to the microsecond, for a few bytes a transaction.
        "track_commit_timestamp=on",
        "shared_buffers=256MB",
        // Bursts of millions of events between checkpoints; recovery after a crash reads at most this much.
        "max_wal_size=4GB",
        "min_wal_size=512MB",
        "checkpoint_timeout=15min",
        "wal_compression=off",
        "jit=off",
        "log_line_prefix=%m [%p] ",
        "log_checkpoints=off",
    ];

    public static IEnumerable<string> Arguments => Options([.. OnThisMachine, .. Settings]);

    /// <summary>For a server that listens where its container does.</summary>
    public static IEnumerable<string> ContainerArguments => Options(Settings);

    private static IEnumerable<string> Options(string[] settings) => settings.SelectMany(setting => new[] { "-c", setting });
}
