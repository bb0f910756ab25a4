using Streaming.AppHost.Servers.Processes;

namespace Streaming.AppHost.Servers.ZooKeeper;

/// <summary>A ZooKeeper of Kafka's distribution, for one broker.</summary>
internal sealed class ZooKeeperResource(string name, string java, string folder) : ServerProcess(name, java, folder)
{
    public const string ConfigFile = "zookeeper.properties";

    public override EndpointReference Endpoint => new(this, "tcp");

    /// <summary>As a client's configuration has it.</summary>
    public string Address => $"127.0.0.1:{Endpoint.Port}";

    public override IEnumerable<(string Path, string Content)> Files =>
    [
        (ConfigFile, Config(Path.Combine(Folder, "data"), Endpoint.Port)),
        (JavaLog.FileName, JavaLog.Log4j),
    ];

    public static string Config(string data, int port) => Properties.Render(
        ("dataDir", data),
        ("clientPort", port),
        ("clientPortAddress", "127.0.0.1"),
        // A session lives for 2 to 20 ticks: the broker's must be allowed to be short.
        ("tickTime", 1000),
        ("maxClientCnxns", 0),
        ("admin.enableServer", false),
        ("4lw.commands.whitelist", "srvr,dump"),
        ("autopurge.snapRetainCount", 3),
        ("autopurge.purgeInterval", 24));
}
