using System.Globalization;

namespace Streaming.AppHost.Servers.Spark;

/// <summary>The Spark cluster, as the stream processor is told of it.</summary>
/// <param name="Waits">What must be there before the engine starts.</param>
/// <param name="Remote">The variable by which the engine is told of the driver, and its value; null where the engine is started by its driver.</param>
/// <param name="Page">The driver's page.</param>
/// <param name="Checkpoint">A folder that the driver and the workers see.</param>
/// <param name="Cores">All of the cluster's.</param>
internal sealed record SparkCluster(
    IResourceBuilder<IResource> Waits, (string Name, ReferenceExpression Value)? Remote, ReferenceExpression Page, string Checkpoint, int Cores)
{
    /// <summary>Adds the engine as a container, together with its driver; null where it is a project as any other service.</summary>
    public Func<string, IResourceBuilder<ContainerResource>>? AddEngine { get; init; }

    /// <summary>Kafka, as such a container reaches it.</summary>
    public ReferenceExpression? Brokers { get; init; }

    /// <summary>The volume of the checkpoint, where it is in one that the engine has to have, too.</summary>
    public (string Name, string Target)? CheckpointVolume { get; init; }
}

internal static class SparkClusterBuilderExtensions
{
    /// <summary>The stream processor works on the cluster, and starts when it is ready.</summary>
    public static IResourceBuilder<T> WithSpark<T>(this IResourceBuilder<T> processor, SparkCluster cluster)
        where T : IResourceWithEnvironment, IResourceWithWaitSupport
    {
        if (cluster.Remote is var (name, value)) processor.WithEnvironment(name, value);
        return processor
            .WithEnvironment("Processor__Engine", "spark")
            .WithEnvironment("Processor__Spark__Checkpoint", cluster.Checkpoint)
            .WithEnvironment("Processor__Spark__Driver", cluster.Page)
            .WithEnvironment("Processor__Spark__ShufflePartitions", cluster.Cores.ToString(CultureInfo.InvariantCulture))
            .WaitFor(cluster.Waits);
    }
}
