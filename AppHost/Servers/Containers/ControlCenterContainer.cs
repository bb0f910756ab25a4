using System.Globalization;
using Streaming.AppHost.Status;

namespace Streaming.AppHost.Servers.Containers;

/// <summary>Confluent's Control Center: pages about the broker and the registry. Nothing of the pipeline depends on it.</summary>
internal sealed class ControlCenterContainer(string name) : ContainerResource(name), IServerPage
{
    public const int Port = 9021;

    public EndpointReference Page => new(this, "http");
}

internal static class ControlCenterContainerBuilderExtensions
{
    public static IResourceBuilder<ControlCenterContainer> AddControlCenter(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<KafkaContainer> kafka, IResourceBuilder<RegistryContainer> registry,
        ContainerVolumes volumes) => builder.AddResource(new ControlCenterContainer(name))
            .WithImage(ContainerImages.ControlCenter, ContainerImages.ConfluentTag)
            .WithHttpEndpoint(targetPort: ControlCenterContainer.Port)
            .WithVolume(volumes["control-center"], "/var/lib/confluent-control-center")
            .WithEnvironment("PORT", ControlCenterContainer.Port.ToString(CultureInfo.InvariantCulture))
            .WithEnvironment("CONTROL_CENTER_BOOTSTRAP_SERVERS", kafka.Resource.InternalAddress)
            .WithEnvironment("CONTROL_CENTER_SCHEMA_REGISTRY_URL", registry.Resource.ConnectionStringExpression)
            // Without the monitoring of streams, which takes more memory than all else here; the console has that.
            .WithEnvironment("CONTROL_CENTER_MODE_ENABLE", "management")
            .WithEnvironment("CONTROL_CENTER_REPLICATION_FACTOR", "1")
            .WithEnvironment("CONTROL_CENTER_INTERNAL_TOPICS_PARTITIONS", "1")
            .WithEnvironment("CONTROL_CENTER_MONITORING_INTERCEPTOR_TOPIC_PARTITIONS", "1")
            .WithEnvironment("CONTROL_CENTER_MONITORING_INTERCEPTOR_TOPIC_REPLICATION", "1")
            .WithEnvironment("CONFLUENT_METRICS_TOPIC_REPLICATION", "1")
            .WithEnvironment("CONTROL_CENTER_HEAP_OPTS", ServerHeaps.Option(ServerHeaps.ControlCenter))
            .WithHttpHealthCheck("/")
            .WithHealth(ContainerHealth.Listens(ControlCenterContainer.Port))
            .WaitFor(kafka).WaitFor(registry);
}
