using System.Globalization;
using Streaming.AppHost.CommandLine;
using Streaming.AppHost.Servers;
using Streaming.AppHost.Servers.Spark;
using Streaming.AppHost.Supervision;

namespace Streaming.AppHost;

internal static class ProcessorBuilderExtensions
{
    /// <summary>The stream processor: a project or, where Spark's driver has to start it, a container.</summary>
    public static IResourceBuilder<IResourceWithEndpoints> AddProcessor<TProject>(
        this IDistributedApplicationBuilder builder, string name, HostOptions options, PipelineServers servers, IResourceBuilder<IResource> setup)
        where TProject : IProjectMetadata, new()
    {
        if (servers.Spark is not { AddEngine: { } addEngine } cluster)
            return Connect(builder.AddProject<TProject>(name).WithReplicas(options.Spark is null ? options.Replicas : 1), options, servers, setup);

        return Connect(addEngine(name), options, servers, setup, port: Publication.HttpPort)
            .WithEnvironment("HTTP_PORTS", Publication.HttpPort.ToString(CultureInfo.InvariantCulture))
            // As a container reaches the broker, which is not as the services do that are processes of this machine.
            .WithEnvironment("ConnectionStrings__kafka", cluster.Brokers!);
    }

    private static IResourceBuilder<T> Connect<T>(
        IResourceBuilder<T> processor, HostOptions options, PipelineServers servers, IResourceBuilder<IResource> setup, int? port = null)
        where T : IResourceWithEndpoints, IResourceWithEnvironment, IResourceWithWaitSupport
    {
        processor
            .WithHttpEndpoint(targetPort: port ?? options.HttpPort)
            .WithHttpHealthCheck("/health")
            .WithServers(servers.Log, servers.Schemas)
            .WaitForCompletion(setup)
            .WithRestart();
        return servers.Spark is { } cluster ? processor.WithSpark(cluster) : processor;
    }
}
