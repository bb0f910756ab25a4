using System.Globalization;
using Streaming.AppHost.Servers.Spark;
using Streaming.AppHost.Status;
using Streaming.AppHost.Supervision;

namespace Streaming.AppHost.Servers.Containers;

/// <summary>One of a Spark cluster's processes, in Apache's image.</summary>
/// <param name="port">Where the others reach it; a worker is reached by nobody.</param>
internal sealed class SparkContainer(string name, int? port, int pagePort) : ContainerResource(name), IServerPage
{
    public EndpointReference Endpoint => new(this, "tcp");

    public EndpointReference Page => new(this, "http");

    public int? Port => port;

    public int PagePort => pagePort;
}

internal static class SparkContainerBuilderExtensions
{
    private const int MasterPort = 7077;
    private const int MasterPage = 8080;
    private const int WorkerPage = 8081;
    private const int DriverPort = 15002;

    /// <summary>Spark's own choice, where nobody says another.</summary>
    public const int DriverPage = 4040;

    /// <summary>The image's own work folder: only of a folder that the image has does a new volume take over the owner, who is not root.</summary>
    private const string Shared = "/opt/spark/work-dir";

    private const string Checkpoint = Shared + "/checkpoint";
    private const string SparkClass = "/opt/spark/bin/spark-class";

    /// <summary>A standalone cluster, and what the stream processor's engine talks to.</summary>
    /// <param name="runner">Whether the engine is built with the official Microsoft.Spark, which its DotnetRunner starts; else Spark Connect serves it.</param>
    public static SparkCluster AddSpark(
        this IDistributedApplicationBuilder builder, SparkSize size, ContainerVolumes volumes, IResourceBuilder<KafkaContainer> kafka, bool runner)
    {
        var checkpoints = volumes["spark-checkpoint"];
        var master = builder.AddSparkContainer(new SparkContainer("spark-master", MasterPort, MasterPage))
            .WithDaemon(ServerHeaps.SparkMaster)
            .WithArgs(SparkClass, "org.apache.spark.deploy.master.Master", "--port", Text(MasterPort), "--webui-port", Text(MasterPage));
        var address = ReferenceExpression.Create($"spark://{master.Resource.Endpoint.Property(EndpointProperty.HostAndPort)}");
        foreach (var name in size.WorkerNames)
        {
            builder.AddSparkContainer(new SparkContainer(name, port: null, WorkerPage))
                .WithDaemon(ServerHeaps.SparkWorker)
                .WithArgs(
                    SparkClass, "org.apache.spark.deploy.worker.Worker", "--webui-port", Text(WorkerPage), "--cores", Text(size.Cores),
                    "--memory", $"{Text(size.Memory)}m", "--work-dir", "/opt/spark/work", address)
                .WithEnvironment("SPARK_WORKER_OPTS", "-Dspark.worker.cleanup.enabled=true")
                .WithVolume(checkpoints, Shared)
                .WaitFor(master);
        }

        return runner
            ? SparkEngineContainer.Cluster(builder, master, address, size, kafka.Resource.InternalAddress, (checkpoints, Shared), Checkpoint)
            : Connect(builder, master, address, size, checkpoints);
    }

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static SparkCluster Connect(
        IDistributedApplicationBuilder builder, IResourceBuilder<SparkContainer> master, ReferenceExpression address, SparkSize size, string checkpoints)
    {
        var driver = builder.AddSparkContainer(new SparkContainer("spark-driver", DriverPort, DriverPage))
            .WithArgs(
            [
                .. SparkSubmit.Arguments(address, size, "org.apache.spark:spark-connect_2.12:" + ContainerImages.SparkVersion),
                "--conf", $"spark.connect.grpc.binding.port={Text(DriverPort)}", "--conf", $"spark.ui.port={Text(DriverPage)}",
                "--class", "org.apache.spark.sql.connect.service.SparkConnectServer", "--name", "streaming", "spark-internal",
            ])
            .WithVolume(checkpoints, Shared)
            .WaitFor(master);
        var endpoint = driver.Resource.Endpoint;
        return new SparkCluster(
            driver, ("SPARK_REMOTE", ReferenceExpression.Create($"sc://{endpoint.Property(EndpointProperty.HostAndPort)}")),
            ReferenceExpression.Create($"{driver.Resource.Page.Property(EndpointProperty.Url)}"), Checkpoint, size.AllCores)
        {
            CheckpointVolume = (checkpoints, Shared),
        };
    }

    private static IResourceBuilder<SparkContainer> WithDaemon(this IResourceBuilder<SparkContainer> server, int heap) =>
        server.WithEnvironment("SPARK_DAEMON_MEMORY", $"{Text(heap)}m");

    private static IResourceBuilder<SparkContainer> AddSparkContainer(this IDistributedApplicationBuilder builder, SparkContainer server)
    {
        var container = builder.AddResource(server)
            .WithImage(ContainerImages.Spark, ContainerImages.SparkTag)
            .WithHttpEndpoint(targetPort: server.PagePort)
            .WithHttpHealthCheck("/")
            .WithHealth(ContainerHealth.Listens(server.Port ?? server.PagePort))
            .WithRestart();
        return server.Port is { } port ? container.WithEndpoint(targetPort: port, name: server.Endpoint.EndpointName) : container;
    }
}
