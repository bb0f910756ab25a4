using Streaming.AppHost.Servers.Processes;

namespace Streaming.AppHost.Servers.Spark;

/// <summary>
/// The driver, which is what the Spark engine talks to: Spark's Connect server or, where the engine is built with the official Microsoft.Spark, the
/// DotnetRunner out of that package.
/// </summary>
/// <param name="runner">The package's jar; null for the Connect server.</param>
internal sealed class SparkDriverResource(string name, string home, string folder, SparkMasterResource master, SparkSize size, string? runner)
    : SparkProcess(name, home, folder)
{
    private const string SettingsFile = "spark.conf";

    /// <summary>The variable by which the engine is told of the driver, and its value.</summary>
    public (string Name, ReferenceExpression Value) Remote => runner is null
        ? ("SPARK_REMOTE", ReferenceExpression.Create($"sc://127.0.0.1:{Endpoint.Property(EndpointProperty.Port)}"))
        : ("DOTNETBACKEND_PORT", ReferenceExpression.Create($"{Endpoint.Property(EndpointProperty.Port)}"));

    /// <summary>The arguments of spark-class.</summary>
    public object[] Arguments =>
    [
        "org.apache.spark.deploy.SparkSubmit", "--properties-file", Path.Combine(Folder, SettingsFile),
        .. runner is null
            ? (object[])["--class", "org.apache.spark.sql.connect.service.SparkConnectServer", "--name", "streaming", "spark-internal"]
            : ["--class", "org.apache.spark.deploy.dotnet.DotnetRunner", runner, "debug", Endpoint.Property(EndpointProperty.TargetPort)],
    ];

    public override IEnumerable<(string Path, string Content)> Files => [.. base.Files, (SettingsFile, Settings())];

    private string JavaOptions => string.Join(' ', [.. JavaCommand.Common, LogArgument]);

    private string Settings() => Properties.Render(
        ("spark.master", $"spark://127.0.0.1:{master.Endpoint.Port}"),
        ("spark.driver.host", "127.0.0.1"),
        ("spark.driver.bindAddress", "127.0.0.1"),
        ("spark.driver.extraJavaOptions", JavaOptions),
        ("spark.executor.memory", $"{size.Memory}m"),
        // What an executor unpacks for itself is in its own folder, and goes with it.
        ("spark.executor.extraJavaOptions", $"{JavaOptions} -Djava.io.tmpdir=."),
        ("spark.ui.port", Page.Port),
        ("spark.sql.warehouse.dir", Path.Combine(Folder, "warehouse")),
        ("spark.connect.grpc.binding.address", "127.0.0.1"),
        ("spark.connect.grpc.binding.port", Endpoint.Port),
        // The runner of Microsoft.Spark 2.3.1 was released before Spark 3.5.4 and refuses what it does not know.
        ("spark.dotnet.ignoreSparkPatchVersionCheck", true));
}
