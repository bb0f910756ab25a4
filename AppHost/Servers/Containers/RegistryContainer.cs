using System.Globalization;

namespace Streaming.AppHost.Servers.Containers;

/// <summary>Confluent's schema registry, which keeps its schemas in a topic of the broker.</summary>
internal sealed class RegistryContainer(string name) : ContainerResource(name), IResourceWithConnectionString
{
    public const int Port = 8081;
    public const string Health = "/subjects";

    public EndpointReference Endpoint => new(this, "http");

    /// <summary>The address of its API.</summary>
    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{Endpoint.Property(EndpointProperty.Url)}");
}

internal static class RegistryContainerBuilderExtensions
{
    public static IResourceBuilder<RegistryContainer> AddSchemaRegistry(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<KafkaContainer> kafka)
    {
        var port = RegistryContainer.Port.ToString(CultureInfo.InvariantCulture);
        return builder.AddResource(new RegistryContainer(name))
            .WithImage(ContainerImages.Registry, ContainerImages.ConfluentTag)
            .WithHttpEndpoint(targetPort: RegistryContainer.Port)
            .WithEnvironment("SCHEMA_REGISTRY_HOST_NAME", name)
            .WithEnvironment("SCHEMA_REGISTRY_LISTENERS", $"http://0.0.0.0:{port}")
            .WithEnvironment("SCHEMA_REGISTRY_KAFKASTORE_BOOTSTRAP_SERVERS", $"PLAINTEXT://{kafka.Resource.InternalAddress}")
            .WithEnvironment("SCHEMA_REGISTRY_KAFKASTORE_TOPIC_REPLICATION_FACTOR", "1")
            .WithEnvironment("SCHEMA_REGISTRY_HEAP_OPTS", ServerHeaps.Option(ServerHeaps.Registry))
            .WithHttpHealthCheck(RegistryContainer.Health)
            .WithHealth(ContainerHealth.Answers(port, RegistryContainer.Health))
            .WaitFor(kafka);
    }
}
