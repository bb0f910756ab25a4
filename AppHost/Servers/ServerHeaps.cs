using System.Globalization;

namespace Streaming.AppHost.Servers;

/// <summary>
/// The servers' heaps in MiB, in one place: they are to fit a machine of 8 GiB beside PostgreSQL, the services and the dashboard. With a worker of the default
/// size, 1024, all of them are 4736; without Spark, 2688.
/// </summary>
internal static class ServerHeaps
{
    public const int ZooKeeper = 128;
    public const int Kafka = 512;
    public const int Registry = 256;
    public const int ControlCenter = 768;
    public const int Cassandra = 1024;
    public const int SparkMaster = 128;
    public const int SparkWorker = 128;
    public const int SparkDriver = 768;

    /// <summary>The heap as Java is told it.</summary>
    public static string Option(int heap) => string.Create(CultureInfo.InvariantCulture, $"-Xmx{heap}m");
}
