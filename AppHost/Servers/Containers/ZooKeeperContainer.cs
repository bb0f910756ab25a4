using System.Globalization;
using Streaming.AppHost.Servers.ZooKeeper;

namespace Streaming.AppHost.Servers.Containers;

/// <summary>ZooKeeper in Confluent's image, for one broker.</summary>
internal sealed class ZooKeeperContainer(string name) : ContainerResource(name)
{
    public const int Port = 2181;

    public EndpointReference Endpoint => new(this, "tcp");
}

internal static class ZooKeeperContainerBuilderExtensions
{
    public static IResourceBuilder<ZooKeeperContainer> AddZooKeeper(this IDistributedApplicationBuilder builder, string name, ContainerVolumes volumes)
    {
        var server = new ZooKeeperContainer(name);
        return builder.AddResource(server)
            .WithImage(ContainerImages.ZooKeeper, ContainerImages.ConfluentTag)
            .WithEndpoint(targetPort: ZooKeeperContainer.Port, name: server.Endpoint.EndpointName)
            .WithVolume(volumes["zookeeper-data"], "/var/lib/zookeeper/data")
            .WithVolume(volumes["zookeeper-log"], "/var/lib/zookeeper/log")
            .WithEnvironment("ZOOKEEPER_CLIENT_PORT", ZooKeeperContainer.Port.ToString(CultureInfo.InvariantCulture))
            // A session lives for 2 to 20 ticks: the broker's must be allowed to be short.
            .WithEnvironment("ZOOKEEPER_TICK_TIME", "1000")
            .WithEnvironment("ZOOKEEPER_AUTOPURGE_SNAP_RETAIN_COUNT", "3")
            .WithEnvironment("ZOOKEEPER_AUTOPURGE_PURGE_INTERVAL", "24")
            .WithEnvironment("KAFKA_HEAP_OPTS", ServerHeaps.Option(ServerHeaps.ZooKeeper))
            .WithProbe(token => ZooKeeperCommands.ProbeAsync(server.Endpoint.Port, token))
            .WithHealth(ContainerHealth.Listens(ZooKeeperContainer.Port));
    }
}
