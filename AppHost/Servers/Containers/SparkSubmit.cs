using Streaming.AppHost.Servers.Spark;

namespace Streaming.AppHost.Servers.Containers;

/// <summary>How a driver is started on the cluster.</summary>
internal static class SparkSubmit
{
    private const string KafkaPackage = "org.apache.spark:spark-sql-kafka-0-10_2.12:" + ContainerImages.SparkVersion;

    /// <param name="master">The cluster's address.</param>
    /// <param name="packages">What is fetched from Maven beside the source and the sink for Kafka.</param>
    public static object[] Arguments(ReferenceExpression master, SparkSize size, params string[] packages) =>
    [
        "/opt/spark/bin/spark-submit", "--master", master,
        "--packages", string.Join(',', [.. packages, KafkaPackage]),
        // The user's home is not one to write to.
        "--conf", "spark.jars.ivy=/tmp/.ivy2",
        "--driver-memory", $"{SparkContainerBuilderExtensions.Text(ServerHeaps.SparkDriver)}m",
        "--executor-memory", $"{SparkContainerBuilderExtensions.Text(size.Memory)}m",
        "--conf", "spark.sql.warehouse.dir=/tmp/warehouse",
    ];
}
