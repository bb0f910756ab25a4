namespace Streaming.AppHost.Servers.Processes;

/// <summary>The servers' heaps in MiB, in one place: they are to fit a machine of 8 GiB beside PostgreSQL, the services and the dashboard.</summary>
internal static class ServerHeaps
{
    public const int ZooKeeper = 128;
    public const int Kafka = 512;
    public const int Registry = 256;
    public const int Cassandra = 1024;
    public const int SparkMaster = 128;
    public const int SparkWorker = 128;
    public const int SparkDriver = 768;
}
