using Streaming.AppHost.Servers.Spark;

namespace Streaming.AppHost.Servers.Containers;

/// <summary>
/// The stream processor with the official Microsoft.Spark: it reaches its driver, the DotnetRunner, on the loopback of its own machine only. So both are in one
/// container, where the runner starts the processor. Its image is built from <c>StreamProcessor/Spark.Dockerfile</c>.
/// </summary>
internal static class SparkEngineContainer
{
    private const string Home = "/app";

    public static SparkCluster Cluster(
        IDistributedApplicationBuilder builder, IResourceBuilder<SparkContainer> master, ReferenceExpression address, SparkSize size,
        ReferenceExpression brokers, (string Name, string Target) volume, string checkpoint)
    {
        var page = SparkContainerBuilderExtensions.Text(SparkContainerBuilderExtensions.DriverPage);
        return new SparkCluster(master, Remote: null, ReferenceExpression.Create($"http://localhost:{page}"), checkpoint, size.AllCores)
        {
            AddEngine = AddEngine,
            Brokers = brokers,
        };

        IResourceBuilder<ContainerResource> AddEngine(string name) => builder.AddDockerfile(name, RepositoryRoot(), "StreamProcessor/Spark.Dockerfile")
            .WithArgs(
            [
                .. SparkSubmit.Arguments(address, size),
                // The runner of Microsoft.Spark 2.3.1 was released before Spark 3.5.4 and refuses what it does not know.
                "--conf", "spark.dotnet.ignoreSparkPatchVersionCheck=true",
                "--class", "org.apache.spark.deploy.dotnet.DotnetRunner", $"{Home}/microsoft-spark.jar", "dotnet", $"{Home}/StreamProcessor.dll",
            ])
            .WithVolume(volume.Name, volume.Target);
    }

    private static string RepositoryRoot() => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(new Projects.StreamProcessor().ProjectPath)!, ".."));
}
