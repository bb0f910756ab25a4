using System.Globalization;
using Streaming.AppHost.Servers.Kafka;

namespace Streaming.AppHost.Servers.Containers;

/// <summary>A Kafka broker in Confluent's image, the only one of its cluster, which ZooKeeper keeps.</summary>
internal sealed class KafkaContainer(string name) : ContainerResource(name), IResourceWithConnectionString
{
    public const int Port = 9092;
    public const int InternalPort = 9093;

    public static string Listeners => string.Create(CultureInfo.InvariantCulture, $"SERVICES://0.0.0.0:{Port},SERVERS://0.0.0.0:{InternalPort}");

    /// <summary>For the services: processes of this machine, or containers where the pipeline is deployed.</summary>
    public EndpointReference Endpoint => new(this, "tcp");

    /// <summary>For the other servers, whose containers reach the broker by another address than processes of this machine do.</summary>
    public EndpointReference InternalEndpoint => new(this, "internal");

    /// <summary>The bootstrap servers.</summary>
    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{Endpoint.Property(EndpointProperty.HostAndPort)}");

    /// <summary>The bootstrap servers, for a container.</summary>
    public ReferenceExpression InternalAddress => ReferenceExpression.Create($"{InternalEndpoint.Property(EndpointProperty.HostAndPort)}");

    /// <summary>The addresses that the broker sends its clients on to: as they reach it, not as it reaches itself.</summary>
    public object AdvertisedListeners(DistributedApplicationExecutionContext context) => context.IsRunMode
        ? string.Create(CultureInfo.InvariantCulture, $"SERVICES://localhost:{Endpoint.Port},SERVERS://{Name}:{InternalPort}")
        : ReferenceExpression.Create(
            $"SERVICES://{Endpoint.Property(EndpointProperty.HostAndPort)},SERVERS://{InternalEndpoint.Property(EndpointProperty.HostAndPort)}");
}

internal static class KafkaContainerBuilderExtensions
{
    /// <param name="port">Of this machine; null for a free one.</param>
    public static IResourceBuilder<KafkaContainer> AddKafka(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ZooKeeperContainer> zooKeeper, ContainerVolumes volumes, int? port)
    {
        var server = new KafkaContainer(name);
        var broker = builder.AddResource(server)
            .WithImage(ContainerImages.Kafka, ContainerImages.ConfluentTag)
            .WithEndpoint(port: port, targetPort: KafkaContainer.Port, name: server.Endpoint.EndpointName)
            .WithEndpoint(targetPort: KafkaContainer.InternalPort, name: server.InternalEndpoint.EndpointName)
            .WithVolume(volumes["kafka"], "/var/lib/kafka/data")
            .WithEnvironment("KAFKA_ZOOKEEPER_CONNECT", $"{zooKeeper.Resource.Endpoint.Property(EndpointProperty.HostAndPort)}")
            .WithEnvironment("KAFKA_LISTENERS", KafkaContainer.Listeners)
            .WithEnvironment(context =>
                context.EnvironmentVariables["KAFKA_ADVERTISED_LISTENERS"] = server.AdvertisedListeners(context.ExecutionContext))
            .WithEnvironment("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", "SERVICES:PLAINTEXT,SERVERS:PLAINTEXT")
            .WithEnvironment("KAFKA_INTER_BROKER_LISTENER_NAME", "SERVERS")
            .WithEnvironment("KAFKA_HEAP_OPTS", ServerHeaps.Option(ServerHeaps.Kafka))
            .WithProbe(token => KafkaProbe.RunAsync(server.Endpoint.Port, token))
            .WithHealth(ContainerHealth.Listens(KafkaContainer.InternalPort))
            .WaitFor(zooKeeper);
        foreach (var (variable, value) in KafkaSettings.Variables) broker.WithEnvironment(variable, value);
        return broker;
    }
}
