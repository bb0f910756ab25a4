using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;

namespace Streaming.Tests.Harness.Servers;

/// <summary>A Cassandra of one node in a temporary folder on free ports. It ends, and its folder goes, with the object or with the test process.</summary>
/// <example><code>var server = await CassandraServer.SharedAsync();</code></example>
public sealed class CassandraServer : IAsyncDisposable
{
    private const byte Supported = 0x06;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2);
    private static readonly Lazy<Task<CassandraServer>> Shared = new(() => LaunchAsync());

    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-cassandra-").FullName;
    private readonly CassandraOptions _options;
    private readonly int[] _ports = FreePorts.Take(3);
    private SupervisedProcess? _process;

    private CassandraServer(CassandraOptions options) => _options = options;

    public string Host => "127.0.0.1";

    public int Port => _ports[0];

    public string ConnectionString => $"Contact Points={Host};Port={Port}";

    private string LogFile => Path.Combine(_folder, "server.log");

    /// <summary>The server of all tests that leave it running.</summary>
    public static Task<CassandraServer> SharedAsync() => Shared.Value;

    /// <summary>A server of one's own, for tests that stop it or want it otherwise.</summary>
    public static async Task<CassandraServer> LaunchAsync(CassandraOptions? options = null)
    {
        var server = new CassandraServer(options ?? new CassandraOptions());
        CassandraConfiguration.Write(server.ConfigurationFolder, server._options, server._ports[0], server._ports[1]);
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts the server, again after <see cref="KillAsync"/>, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        _process = await SupervisedProcess.StartAsync(
            [Path.Combine(ServerHomes.Folder(ServerHomes.Cassandra), "bin", "cassandra"), "-f", "-R"], _folder, LogFile, ProcessEnvironment());
        var started = Stopwatch.GetTimestamp();
        while (!await AnswersAsync())
        {
            if (!_process.IsRunning) throw new InvalidOperationException($"Cassandra ended at its start: {LogEnd()}");
            if (Stopwatch.GetElapsedTime(started) > StartLimit) throw new TimeoutException($"Cassandra does not answer: {LogEnd()}");
            await Task.Delay(100);
        }
    }

    /// <summary>Ends the server as kill -9 does; the data stays for the next <see cref="StartAsync"/>.</summary>
    public Task KillAsync() => EndAsync(keepFolder: true);

    /// <summary>The server stands still: it keeps its connections and answers nothing.</summary>
    public void Stop() => _process!.Stop();

    public void Continue() => _process!.Continue();

    public async ValueTask DisposeAsync() => await EndAsync(keepFolder: false);

    private string ConfigurationFolder => Path.Combine(_folder, "conf");

    private async Task EndAsync(bool keepFolder)
    {
        if (_process is null) return;
        await _process.EndAsync(keepFolder);
        _process = null;
    }

    private Dictionary<string, string> ProcessEnvironment() => new()
    {
        ["CASSANDRA_CONF"] = ConfigurationFolder,
        ["CASSANDRA_DATA"] = Path.Combine(_folder, "data"),
        ["MAX_HEAP_SIZE"] = "512M",
        ["HEAP_NEWSIZE"] = "128M",
        ["JVM_EXTRA_OPTS"] = string.Join(' ',
            $"-Dcassandra.storagedir={Path.Combine(_folder, "data")}",
            $"-Dcassandra.jmx.local.port={_ports[2]}",
            "-Dcassandra.skip_wait_for_gossip_to_settle=0",
            "-Dcassandra.ring_delay_ms=0",
            "-Dcassandra.superuser_setup_delay_ms=0"),
    };

    /// <summary>An open port is not enough: it must answer OPTIONS with SUPPORTED.</summary>
    private async Task<bool> AnswersAsync()
    {
        using var limit = new CancellationTokenSource(AnswerLimit);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(Host, Port, limit.Token);
            await using Stream stream = await EncryptAsync(client.GetStream(), limit.Token);
            await stream.WriteAsync(new byte[] { 4, 0, 0, 0, 5, 0, 0, 0, 0 }, limit.Token);
            var header = new byte[9];
            await stream.ReadExactlyAsync(header, limit.Token);
            return header[4] == Supported;
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<Stream> EncryptAsync(Stream stream, CancellationToken cancellationToken)
    {
        if (_options.KeyStore is null) return stream;
        var encrypted = new SslStream(stream);
        var options = new SslClientAuthenticationOptions { TargetHost = Host, RemoteCertificateValidationCallback = (_, _, _, _) => true };
        await encrypted.AuthenticateAsClientAsync(options, cancellationToken);
        return encrypted;
    }

    private string LogEnd() => File.Exists(LogFile) ? string.Join('\n', File.ReadLines(LogFile).TakeLast(20)) : "it left no log.";
}
