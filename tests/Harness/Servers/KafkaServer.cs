using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Streaming.Tests.Harness.Servers;

/// <summary>
/// A Kafka broker with its ZooKeeper, in a temporary folder on free ports. They end, and the folder goes, with the object or with the test process.
/// </summary>
/// <example><code>var server = await KafkaServer.SharedAsync();</code></example>
public sealed class KafkaServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(1);
    private static readonly Lazy<Task<KafkaServer>> Shared = new(LaunchAsync);

    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-kafka-").FullName;
    private readonly int[] _ports = FreePorts.Take(4);
    private SupervisedProcess? _zooKeeper;
    private SupervisedProcess? _broker;

    private KafkaServer()
    {
    }

    public string BootstrapServers => Address(_ports[1]);

    /// <summary>
    /// Through here come clients whose connections are to be cut: the broker tells them to connect to <see cref="ProxyPort"/>, and there a test forwards them
    /// to <see cref="ProxiedPort"/>.
    /// </summary>
    public int ProxiedPort => _ports[2];

    public int ProxyPort => _ports[3];

    private string BrokerLog => Path.Combine(_folder, "broker.log");

    /// <summary>The server of all tests that leave it running.</summary>
    public static Task<KafkaServer> SharedAsync() => Shared.Value;

    /// <summary>A server of one's own, for tests that stop it.</summary>
    public static async Task<KafkaServer> LaunchAsync()
    {
        var server = new KafkaServer();
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts what does not run, again after <see cref="KillBrokerAsync"/>, and waits until the broker answers.</summary>
    public async Task StartAsync()
    {
        if (_zooKeeper is null) await StartZooKeeperAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder, "broker.properties"), BrokerProperties());
        var started = Stopwatch.GetTimestamp();
        while (!await AnswersAsync())
        {
            if (Stopwatch.GetElapsedTime(started) > StartLimit) throw new TimeoutException($"Kafka does not answer: {End(BrokerLog)}");

            // ZooKeeper refuses a broker that was killed until the session of its former life has expired.
            if (_broker is { IsRunning: false }) await KillBrokerAsync();
            _broker ??= await LaunchAsync("kafka-server-start.sh", "broker.properties", BrokerLog, "-Xms256m -Xmx512m");
        }
    }

    /// <summary>Ends the broker as kill -9 does; the data stays for the next <see cref="StartAsync"/>.</summary>
    public async Task KillBrokerAsync()
    {
        if (_broker is not null) await _broker.EndAsync(keepFolder: true);
        _broker = null;
    }

    public async Task KillZooKeeperAsync()
    {
        if (_zooKeeper is not null) await _zooKeeper.EndAsync(keepFolder: true);
        _zooKeeper = null;
    }

    /// <summary>The broker stands still: it keeps its connections and answers nothing.</summary>
    public void Stop() => _broker!.Stop();

    public void Continue() => _broker!.Continue();

    /// <summary>Deletes topics, as far as they are there, with what groups have committed in them; returns when they are gone.</summary>
    public async Task DeleteTopicsAsync(IReadOnlyCollection<string> topics)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = BootstrapServers }).SetLogHandler((_, _) => { }).Build();
        try
        {
            await admin.DeleteTopicsAsync(topics);
        }
        catch (DeleteTopicsException failure)
            when (failure.Results.TrueForAll(result => result.Error.Code is ErrorCode.NoError or ErrorCode.UnknownTopicOrPart))
        {
            // Some of them were not there.
        }

        await Wait.UntilAsync(() => !admin.GetMetadata(StartLimit).Topics.Exists(topic => topics.Contains(topic.Topic)), "the topics gone");
    }

    /// <summary>What a program of the distribution prints, such as <c>kafka-consumer-groups.sh</c>; it is given the bootstrap servers.</summary>
    public async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(Program(program), ["--bootstrap-server", BootstrapServers, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(StartLimit);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} failed: {output}{await errors}");
    }

    public async ValueTask DisposeAsync()
    {
        await KillBrokerAsync();
        if (_zooKeeper is not null) await _zooKeeper.EndAsync(keepFolder: false);
    }

    private static string Address(int port) => $"127.0.0.1:{port}";

    private static string Program(string name) => Path.Combine(ServerHomes.Folder(ServerHomes.Kafka), "bin", name);

    private static string End(string log) => File.Exists(log) ? string.Join('\n', File.ReadLines(log).TakeLast(30)) : "it left no log.";

    private async Task StartZooKeeperAsync()
    {
        // A session that its broker has left without a word ends after 6 s.
        await File.WriteAllTextAsync(Path.Combine(_folder, "zookeeper.properties"), $"""
            dataDir={_folder}/zookeeper
            clientPort={_ports[0]}
            clientPortAddress=127.0.0.1
            admin.enableServer=false
            tickTime=1000
            """);
        _zooKeeper = await LaunchAsync("zookeeper-server-start.sh", "zookeeper.properties", Path.Combine(_folder, "zookeeper.log"), "-Xmx128m");
    }

    private async Task<SupervisedProcess> LaunchAsync(string program, string properties, string log, string heap) => await SupervisedProcess.StartAsync(
        [Program(program), Path.Combine(_folder, properties)], _folder, log,
        new Dictionary<string, string> { ["KAFKA_HEAP_OPTS"] = heap, ["LOG_DIR"] = _folder });

    private string BrokerProperties() => $"""
        broker.id=1
        zookeeper.connect={Address(_ports[0])}
        zookeeper.session.timeout.ms=6000
        listeners=PLAINTEXT://{Address(_ports[1])},PROXIED://{Address(_ports[2])}
        advertised.listeners=PLAINTEXT://{Address(_ports[1])},PROXIED://{Address(_ports[3])}
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT
        log.dirs={_folder}/data
        auto.create.topics.enable=false
        offsets.topic.num.partitions=4
        offsets.topic.replication.factor=1
        transaction.state.log.num.partitions=4
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        transaction.abort.timed.out.transaction.cleanup.interval.ms=1000
        group.initial.rebalance.delay.ms=0
        log.cleaner.dedupe.buffer.size=4194304
        """;

    /// <summary>A broker that answers metadata with itself in it, not a mere open port.</summary>
    private Task<bool> AnswersAsync() => Task.Run(() =>
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = BootstrapServers, ReconnectBackoffMaxMs = 200 })
            .SetLogHandler((_, _) => { })
            .Build();
        try
        {
            return admin.GetMetadata(AnswerLimit).Brokers.Count > 0;
        }
        catch (KafkaException)
        {
            return false;
        }
    });
}
