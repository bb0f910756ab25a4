namespace Streaming.AppHost.Servers.Spark;

/// <summary>A worker of a Spark standalone cluster; the executors that it starts end with it.</summary>
internal sealed class SparkWorkerResource(string name, string home, string folder) : SparkProcess(name, home, folder);
