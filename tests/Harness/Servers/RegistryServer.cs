namespace Streaming.Tests.Harness.Servers;

/// <summary>Apicurio Registry on a free port, whose schemas and ids survive a kill.</summary>
public sealed class RegistryServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private static readonly Lazy<Task<RegistryServer>> Shared = new(LaunchAsync);

    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-registry-").FullName;
    private readonly int _port = FreePorts.Take(1)[0];
    private SupervisedProcess? _process;

    private RegistryServer()
    {
    }

    /// <summary>Of Confluent's API: what belongs in the connection string <c>registry</c>.</summary>
    public string Address => $"http://127.0.0.1:{_port}/apis/ccompat/v7";

    /// <summary>The server that all tests share: use subjects of your own.</summary>
    public static Task<RegistryServer> SharedAsync() => Shared.Value;

    /// <summary>A server of one's own, for tests that stop it.</summary>
    public static async Task<RegistryServer> LaunchAsync()
    {
        var server = new RegistryServer();
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts the server, again after <see cref="KillAsync"/>, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        _process = await SupervisedProcess.StartAsync(Command(), _folder, LogFile);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        await Wait.UntilAsync(
            async () => _process.IsRunning ? await AnswersAsync(http) : throw new InvalidOperationException($"The registry ended at its start: {ReadLog()}"),
            StartLimit,
            () => $"the registry to answer: {ReadLog()}");
    }

    /// <summary>Ends the server as kill -9 does; its data stays for the next <see cref="StartAsync"/>.</summary>
    public Task KillAsync() => EndAsync(keepFolder: true);

    /// <inheritdoc cref="SupervisedProcess.Stop"/>
    public void Stop() => _process!.Stop();

    public void Continue() => _process!.Continue();

    public async ValueTask DisposeAsync() => await EndAsync(keepFolder: false);

    private string LogFile => Path.Combine(_folder, "server.log");

    private string ReadLog() => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "it left no log.";

    private async Task<bool> AnswersAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync($"{Address}/subjects");
            return answer.IsSuccessStatusCode;
        }
        catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private async Task EndAsync(bool keepFolder)
    {
        if (_process is null) return;
        await _process.EndAsync(keepFolder);
        _process = null;
    }

    private string[] Command()
    {
        var home = ServerHomes.Folder(ServerHomes.Apicurio);
        var java = Environment.GetEnvironmentVariable("JAVA_HOME") is { Length: > 0 } folder ? Path.Combine(folder, "bin", "java") : "java";
        return
        [
            java, "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "-Dquarkus.http.host=127.0.0.1", $"-Dquarkus.http.port={_port}", "-Dquarkus.http.access-log.enabled=false",
            "-Dapicurio.storage.sql.kind=h2",
            // H2 writes half a second late otherwise, and a kill takes what was acknowledged with it.
            $"-Dapicurio.datasource.url=jdbc:h2:file:{_folder}/registry;DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0",
            "-Dapicurio.datasource.jdbc.initial-size=1", "-Dapicurio.datasource.jdbc.min-size=1", "-Dapicurio.datasource.jdbc.max-size=10",
            "-jar", Directory.EnumerateFiles(home, "apicurio-registry-app-*-runner.jar").Single(),
        ];
    }
}
