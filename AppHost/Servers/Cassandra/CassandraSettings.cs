namespace Streaming.AppHost.Servers.Cassandra;

/// <summary>The node's settings: <c>cassandra.yaml</c>, and what goes on Java's command line.</summary>
internal static class CassandraSettings
{
    /// <summary>For a node that has nobody to wait for, neither when it starts nor when it stops.</summary>
    private static readonly string[] WithoutPeers =
    [
        "-Dcassandra.skip_wait_for_gossip_to_settle=0",
        "-Dcassandra.ring_delay_ms=0",
        "-Dcassandra.shutdown_announce_in_ms=0",
    ];

    /// <summary>For a node in a container, which has its own ports.</summary>
    // The distribution's own options take the whole heap at the start; these come after them and count.
    public static string ContainerJavaOptions => string.Join(' ', ["-Xms256M", "-XX:-AlwaysPreTouch", "-XX:+ExitOnOutOfMemoryError", .. WithoutPeers]);

    public static string JavaOptions(string managementPort) => $"{ContainerJavaOptions} -Dcassandra.jmx.local.port={managementPort}";

    /// <param name="folder">Where the data goes.</param>
    /// <param name="port">For clients.</param>
    /// <param name="storagePort">For other nodes.</param>
    public static string Render(string folder, int port, int storagePort) => $"""
        cluster_name: streaming
        num_tokens: 1
        partitioner: org.apache.cassandra.dht.Murmur3Partitioner
        endpoint_snitch: SimpleSnitch
        auto_bootstrap: false

        # On this machine only; so nobody is asked who he is.
        listen_address: 127.0.0.1
        rpc_address: 127.0.0.1
        storage_port: {storagePort}
        native_transport_port: {port}
        seed_provider:
          - class_name: org.apache.cassandra.locator.SimpleSeedProvider
            parameters:
              - seeds: "127.0.0.1:{storagePort}"
        authenticator: AllowAllAuthenticator
        authorizer: AllowAllAuthorizer
        role_manager: CassandraRoleManager

        data_file_directories:
          - {Quote(Path.Combine(folder, "data"))}
        commitlog_directory: {Quote(Path.Combine(folder, "commitlog"))}
        saved_caches_directory: {Quote(Path.Combine(folder, "saved_caches"))}
        hints_directory: {Quote(Path.Combine(folder, "hints"))}
        cdc_raw_directory: {Quote(Path.Combine(folder, "cdc_raw"))}

        # What is acknowledged has to outlive kill -9. With periodic it does not: a replay ends at the last mark, which is written with each sync only.
        # So writes wait for the sync that comes every few milliseconds, many at a time.
        commitlog_sync: group
        commitlog_sync_group_window: 5ms
        commitlog_total_space: 512MiB
        # A node that cannot write ends, and is started again until it can.
        disk_failure_policy: die
        commit_failure_policy: die
        auto_snapshot: false
        snapshot_before_compaction: false
        incremental_backups: false

        concurrent_reads: 16
        concurrent_writes: 256
        concurrent_compactors: 1
        file_cache_size: 64MiB

        """;

    // JSON's strings are YAML's.
    private static string Quote(string path) => System.Text.Json.JsonSerializer.Serialize(path);
}
