using Streaming.AppHost.Servers.Processes;

namespace Streaming.AppHost.Servers.ZooKeeper;

internal static class ZooKeeperBuilderExtensions
{
    public static IResourceBuilder<ZooKeeperResource> AddZooKeeper(
        this IDistributedApplicationBuilder builder, string name, ServerHomes homes, string folder)
    {
        var server = new ZooKeeperResource(name, homes.Java, folder);
        return builder.AddServerProcess(server)
            .WithEndpoint(scheme: "tcp", isProxied: false)
            .WithArgs([
                .. JavaCommand.WithSmallFootprint(ServerHeaps.ZooKeeper), .. JavaLog.Log4jArguments(folder),
                "-cp", Path.Combine(homes.Kafka, "libs", "*"), "org.apache.zookeeper.server.quorum.QuorumPeerMain",
                Path.Combine(folder, ZooKeeperResource.ConfigFile),
            ])
            .WithProbe(token => ZooKeeperCommands.ProbeAsync(server.Endpoint.Port, token));
    }
}
