using System.Globalization;
using Streaming.AppHost.Servers.Processes;

namespace Streaming.AppHost.Servers.Spark;

internal static class SparkBuilderExtensions
{
    public static IResourceBuilder<SparkMasterResource> AddSparkMaster(
        this IDistributedApplicationBuilder builder, string name, ServerHomes homes, string folder)
    {
        var master = new SparkMasterResource(name, homes.Spark, folder);
        return builder.AddSparkProcess(master, homes, ServerHeaps.SparkMaster, JavaCommand.SmallFootprint, master.Recovery)
            .WithArgs([.. Daemon("org.apache.spark.deploy.master.Master", master)])
            .WithProbe(token => SparkProbe.MasterAsync(master, token));
    }

    public static IResourceBuilder<SparkWorkerResource> AddSparkWorker(
        this IDistributedApplicationBuilder builder, string name, ServerHomes homes, string folder, IResourceBuilder<SparkMasterResource> master,
        SparkSize size)
    {
        var worker = new SparkWorkerResource(name, homes.Spark, folder);
        return builder.AddSparkProcess(worker, homes, ServerHeaps.SparkWorker, JavaCommand.SmallFootprint, ["-Dspark.worker.cleanup.enabled=true"])
            .WithArgs([
                .. Daemon("org.apache.spark.deploy.worker.Worker", worker), "--cores", size.Cores.ToString(CultureInfo.InvariantCulture),
                "--memory", $"{size.Memory}m", "--work-dir", Path.Combine(folder, "work"), master.Resource.Address,
            ])
            .WithProbe(token => SparkProbe.WorkerAsync(worker, master.Resource, token))
            .WaitFor(master);
    }

    /// <param name="runner">The jar that the official Microsoft.Spark has put beside the engine; null where Spark Connect takes its part.</param>
    public static IResourceBuilder<SparkDriverResource> AddSparkDriver(
        this IDistributedApplicationBuilder builder, string name, ServerHomes homes, string folder, IResourceBuilder<SparkMasterResource> master,
        SparkSize size, string? runner)
    {
        var driver = new SparkDriverResource(name, homes.Spark, folder, master.Resource, size, runner);
        var server = builder.AddSparkProcess(driver, homes, ServerHeaps.SparkDriver, [], [])
            .WithArgs(driver.Arguments)
            .WaitFor(master);

        // The runner has no application before the engine begins one.
        return runner is null
            ? server.WithProbe(token => SparkProbe.DriverAsync(driver, token))
            : server.WithProbe(async token => await (await LoopbackClient.ConnectAsync(driver.Endpoint.Port, token)).DisposeAsync());
    }

    /// <summary>The stream processor works on the cluster, and starts when it is ready.</summary>
    /// <param name="checkpoint">A folder that the driver and the workers see.</param>
    public static IResourceBuilder<ProjectResource> WithSpark(
        this IResourceBuilder<ProjectResource> processor, IResourceBuilder<SparkDriverResource> driver, string checkpoint)
    {
        var (name, remote) = driver.Resource.Remote;
        return processor
            .WithEnvironment("Processor__Engine", "spark")
            .WithEnvironment(name, remote)
            .WithEnvironment("Processor__Spark__Checkpoint", checkpoint)
            .WithEnvironment("Processor__Spark__Driver", $"{driver.Resource.Page}")
            .WithEnvironment("Processor__Spark__ShufflePartitions", driver.Resource.Cores.ToString(CultureInfo.InvariantCulture))
            .WaitFor(driver);
    }

    private static IResourceBuilder<T> AddSparkProcess<T>(
        this IDistributedApplicationBuilder builder, T server, ServerHomes homes, int heap, string[] compiler, string[] settings) where T : SparkProcess =>
        builder.AddServerProcess(server)
            .WithEndpoint(scheme: "tcp", isProxied: false)
            .WithHttpEndpoint(isProxied: false)
            .WithEnvironment("SPARK_HOME", homes.Spark)
            .WithEnvironment("JAVA_HOME", homes.JavaHome)
            .WithEnvironment("SPARK_LOCAL_IP", "127.0.0.1")
            .WithEnvironment("SPARK_LOCAL_DIRS", Path.Combine(server.Folder, "local"))
            .WithEnvironment("SPARK_CONF_DIR", server.Folder)
            .WithEnvironment("SPARK_DAEMON_MEMORY", string.Create(CultureInfo.InvariantCulture, $"{heap}m"))
            .WithEnvironment("SPARK_DAEMON_JAVA_OPTS", string.Join(' ', [.. JavaCommand.Common, .. compiler, .. settings, server.LogArgument]));

    private static object[] Daemon(string type, SparkProcess server) =>
    [
        type, "--host", "127.0.0.1", "--port", server.Endpoint.Property(EndpointProperty.TargetPort),
        "--webui-port", server.Page.Property(EndpointProperty.TargetPort),
    ];
}
