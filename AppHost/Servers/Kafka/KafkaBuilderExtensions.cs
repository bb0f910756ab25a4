using Streaming.AppHost.Servers.Processes;
using Streaming.AppHost.Servers.ZooKeeper;

namespace Streaming.AppHost.Servers.Kafka;

internal static class KafkaBuilderExtensions
{
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="homes">Where the distribution is.</param>
    /// <param name="folder">Where the broker keeps its data.</param>
    /// <param name="zooKeeper">Who keeps the cluster; the broker waits for it.</param>
    /// <param name="port">Null for a free one.</param>
    public static IResourceBuilder<KafkaResource> AddKafka(
        this IDistributedApplicationBuilder builder, string name, ServerHomes homes, string folder, IResourceBuilder<ZooKeeperResource> zooKeeper,
        int? port)
    {
        var server = new KafkaResource(name, homes.Java, folder, zooKeeper.Resource);
        return builder.AddServerProcess(server)
            .WithEndpoint(port: port, scheme: "tcp", isProxied: false)
            .WithArgs([
                .. JavaCommand.WithThroughput(ServerHeaps.Kafka), .. JavaLog.Log4jArguments(folder),
                "-cp", Path.Combine(homes.Kafka, "libs", "*"), "kafka.Kafka", Path.Combine(folder, KafkaSettings.FileName),
            ])
            .WithProbe(token => KafkaProbe.RunAsync(server.Endpoint.Port, token))
            .WaitFor(zooKeeper);
    }
}
