namespace Streaming.AppHost.Servers.Spark;

/// <summary>How large the Spark cluster is.</summary>
/// <param name="Workers">Their number.</param>
/// <param name="Cores">Of each worker: the tasks that it runs at a time.</param>
/// <param name="Memory">Of each worker, in MiB: the heap of its executor.</param>
internal sealed record SparkSize(int Workers, int Cores, int Memory)
{
    public int AllCores => Workers * Cores;

    public IEnumerable<string> WorkerNames => Enumerable.Range(1, Workers).Select(number => $"spark-worker-{number}");
}
