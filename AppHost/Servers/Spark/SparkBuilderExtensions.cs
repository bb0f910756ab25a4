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
