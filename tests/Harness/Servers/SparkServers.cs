using Microsoft.Spark.Sql;

namespace Streaming.Tests.Harness.Servers;

/// <summary>
/// A Spark standalone cluster on loopback: master, worker, and a Spark Connect server whose application has the worker's cores. All on free ports; they end,
/// and their folders go, with the object or with the test process.
/// </summary>
/// <example><code>var spark = await SparkServers.SharedAsync(); SparkSession.Builder().Config("spark.remote", spark.Remote)</code></example>
public sealed class SparkServers : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private static readonly Lazy<Task<SparkServers>> Shared = new(() => LaunchAsync());

    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-spark-").FullName;
    private readonly int[] _ports = FreePorts.Take(6);
    private readonly SupervisedProcess?[] _workers;
    private SupervisedProcess? _master;
    private SupervisedProcess? _connect;

    private SparkServers(int workers) => _workers = new SupervisedProcess?[workers];

    /// <summary>What belongs in SPARK_REMOTE.</summary>
    public string Remote => $"sc://127.0.0.1:{ConnectPort}";

    public int ConnectPort => _ports[2];

    /// <summary>The driver's page, with its REST API below <c>api/v1</c>.</summary>
    public Uri DriverPage => new($"http://127.0.0.1:{_ports[3]}");

    private string MasterAddress => $"spark://127.0.0.1:{_ports[0]}";

    /// <summary>The cluster of all tests that leave it running.</summary>
    public static Task<SparkServers> SharedAsync() => Shared.Value;

    /// <summary>A cluster of one's own, for tests that stop any of it.</summary>
    public static async Task<SparkServers> LaunchAsync(int workers = 1)
    {
        var servers = new SparkServers(workers);
        await servers.StartAsync();
        return servers;
    }

    /// <summary>Starts what does not run, again after a kill, and waits until a session can be had.</summary>
    public async Task StartAsync()
    {
        _master ??= await ClassAsync("master", "org.apache.spark.deploy.master.Master", "--port", $"{_ports[0]}", "--webui-port", $"{_ports[1]}");
        for (var i = 0; i < _workers.Length; i++) _workers[i] ??= await StartWorkerAsync(i);
        _connect ??= await StartConnectAsync();
        await Wait.UntilAsync(
            () => _connect.IsRunning ? Answers() : throw new InvalidOperationException($"Spark Connect ended at its start: {ReadLog("connect")}"),
            StartLimit,
            () => $"Spark Connect to answer: {ReadLog("connect")}");
    }

    /// <summary>Ends the Connect server, and with it the driver of all queries, as kill -9 does.</summary>
    public Task KillConnectAsync() => KillAsync(ref _connect);

    public Task KillMasterAsync() => KillAsync(ref _master);

    /// <summary>Ends a worker, whose executors follow it.</summary>
    public Task KillWorkerAsync(int index = 0) => KillAsync(ref _workers[index]);

    /// <summary>The Connect server stands still: it keeps its connections and answers nothing.</summary>
    public void StopConnect() => _connect!.Stop();

    public void ContinueConnect() => _connect!.Continue();

    public async ValueTask DisposeAsync()
    {
        await KillConnectAsync();
        for (var i = 0; i < _workers.Length; i++) await KillWorkerAsync(i);
        if (_master is not null) await _master.EndAsync(keepFolder: false);
    }

    private static async Task KillAsync(SupervisedProcess process) => await process.EndAsync(keepFolder: true);

    private static Task KillAsync(ref SupervisedProcess? process)
    {
        if (process is null) return Task.CompletedTask;
        var killed = process;
        process = null;
        return KillAsync(killed);
    }

    private Task<SupervisedProcess> StartWorkerAsync(int index) => ClassAsync(
        $"worker-{index}", "org.apache.spark.deploy.worker.Worker",
        "--webui-port", "0", "--cores", "2", "--memory", "1g", "--work-dir", Path.Combine(_folder, $"work-{index}"), MasterAddress);

    private Task<SupervisedProcess> ClassAsync(string name, string javaClass, params string[] arguments) =>
        LaunchAsync(name, "256m", ["bin/spark-class", javaClass, "--host", "127.0.0.1", .. arguments]);

    private Task<SupervisedProcess> StartConnectAsync()
    {
        Dictionary<string, string> settings = new()
        {
            ["spark.connect.grpc.binding.port"] = $"{ConnectPort}",
            ["spark.connect.grpc.binding.address"] = "127.0.0.1",
            ["spark.driver.host"] = "127.0.0.1",
            ["spark.driver.bindAddress"] = "127.0.0.1",
            // Named, so that none of them is one that was set aside for another.
            ["spark.driver.port"] = $"{_ports[4]}",
            ["spark.driver.blockManager.port"] = $"{_ports[5]}",
            ["spark.executor.memory"] = "512m",
            ["spark.ui.port"] = $"{_ports[3]}",
            ["spark.local.dir"] = Path.Combine(_folder, "local"),
            ["spark.sql.warehouse.dir"] = Path.Combine(_folder, "warehouse"),
            ["spark.sql.shuffle.partitions"] = "2",
        };
        var options = settings.SelectMany(setting => new[] { "--conf", $"{setting.Key}={setting.Value}" });
        return LaunchAsync("connect", "768m", ["sbin/start-connect-server.sh", "--master", MasterAddress, .. options]);
    }

    /// <param name="heap">Spark takes the Connect server for a daemon too, and has this go before spark.driver.memory.</param>
    private async Task<SupervisedProcess> LaunchAsync(string name, string heap, string[] command)
    {
        var home = ServerHomes.Folder(ServerHomes.Spark);
        return await SupervisedProcess.StartAsync([Path.Combine(home, command[0]), .. command[1..]], _folder, LogFile(name), new Dictionary<string, string>
        {
            ["SPARK_HOME"] = home,
            ["SPARK_LOCAL_IP"] = "127.0.0.1",
            ["SPARK_DAEMON_MEMORY"] = heap,
            ["SPARK_DAEMON_JAVA_OPTS"] = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
            ["SPARK_NO_DAEMONIZE"] = "1",
            ["SPARK_WORKER_DIR"] = _folder,
        });
    }

    private string LogFile(string name) => Path.Combine(_folder, $"{name}.log");

    private string ReadLog(string name) => File.Exists(LogFile(name)) ? string.Join('\n', File.ReadLines(LogFile(name)).TakeLast(400)) : "it left no log.";

    private bool Answers()
    {
        try
        {
            using var session = SparkSession.Builder().Config("spark.remote", $"{Remote}/;user_id=probe").GetOrCreate();
            return true;
        }
        catch (Exception notYet) when (notYet is not InvalidOperationException)
        {
            return false;
        }
    }
}
