using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using Npgsql;
using Streaming.Tests.Harness.Outcomes;
using Streaming.Tests.Harness.Servers;

namespace Streaming.Tests.Harness;

/// <summary>The AppHost as its user starts it: a process of its own, on a data folder of its own.</summary>
public sealed class RunningPipeline : IAsyncDisposable
{
    private const int LinesOfLog = 15;
    private static readonly string[] Services = ["ingestion", "processor", "sink", "kafka", "spark-driver"];
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly ProcessOutput _output;
    private readonly bool _ownsFolder;
    private NpgsqlDataSource? _database;
    private HttpClient? _push;
    private PipelineOutcome? _outcome;

    private RunningPipeline(Process process, ProcessOutput output, string dataFolder, bool ownsFolder)
    {
        _process = process;
        _output = output;
        DataFolder = dataFolder;
        _ownsFolder = ownsFolder;
    }

    public string DataFolder { get; }

    public int Pid => _process.Id;

    /// <summary>Everything the AppHost has printed.</summary>
    public string Output => _output.Text;

    public NpgsqlDataSource Database => _database ??= NpgsqlDataSource.Create(Endpoints.Postgres + ";Maximum Pool Size=4;Timeout=5;Command Timeout=60");

    /// <summary>What has come out of it.</summary>
    public PipelineOutcome Outcome => _outcome ??= Endpoints switch
    {
        { Kafka: { } kafka, Cassandra: { } cassandra } => new RealServersOutcome(new PostgresOutcome(Database), kafka, cassandra),
        _ => new PostgresOutcome(Database),
    };

    /// <summary>A client of the push API, its key already in the header.</summary>
    public HttpClient Push => _push ??= CreatePushClient();

    /// <summary>The addresses as they are now; they are written anew when a service has been restarted.</summary>
    public Endpoints Endpoints => Endpoints.Read(DataFolder) ?? throw new InvalidOperationException($"The AppHost has not written its addresses:\n{Output}");

    /// <summary>Starts the AppHost and waits until its addresses answer.</summary>
    public static async Task<RunningPipeline> StartAsync(
        string[]? arguments = null, Dictionary<string, string>? environment = null, string? dataFolder = null, string servers = "embedded")
    {
        var folder = dataFolder ?? Directory.CreateTempSubdirectory("streaming-test-").FullName;
        var (process, output) = AppHostProcess.Start(["--servers", servers, "--data", folder, .. arguments ?? []], EnvironmentOf(servers, environment));
        var pipeline = new RunningPipeline(process, output, folder, ownsFolder: dataFolder is null);
        try
        {
            await Wait.UntilAsync(
                () => process.HasExited
                    ? throw new InvalidOperationException($"The AppHost ended with {process.ExitCode}:\n{output.Text}")
                    : Endpoints.Read(folder) is { } endpoints && endpoints.AppHost == process.Id,
                StartLimit,
                () => $"the AppHost's addresses; it printed:\n{output.Text}");
            return pipeline;
        }
        catch
        {
            await pipeline.DisposeAsync();
            throw;
        }
    }

    /// <summary>Everything the AppHost has printed, and the end of each service's log: for the message of a test that fails.</summary>
    public string Tell()
    {
        var logs = Path.Combine(DataFolder, "logs");
        var tails = Directory.Exists(logs)
            ? from file in Directory.GetFiles(logs).Order()
              where Services.Any(service => Path.GetFileName(file).StartsWith(service, StringComparison.Ordinal))
              select $"\n{Path.GetFileName(file)}:\n{string.Join('\n', File.ReadLines(file).TakeLast(LinesOfLog))}"
            : [];
        return Output + string.Concat(tails);
    }

    public HttpClient CreatePushClient(TimeSpan? timeout = null)
    {
        var client = new HttpClient { BaseAddress = new Uri(Endpoints.Push), Timeout = timeout ?? TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", File.ReadAllText(Endpoints.ApiKeyFile).Trim());
        return client;
    }

    public async Task<T> QueryAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync() ?? throw new InvalidOperationException($"No row: {sql}"));
    }

    /// <summary>Sends a signal to resources' processes.</summary>
    public void Send(int signal, params string[] resources)
    {
        foreach (var resource in resources) Signal.Send(Endpoints.Resources[resource].Pid!.Value, signal);
    }

    /// <summary>Sends Ctrl-C and waits for the end; returns how long it took.</summary>
    public async Task<TimeSpan> StopAsync()
    {
        var started = Stopwatch.GetTimestamp();
        Signal.Send(Pid, Signal.Interrupt);
        await _process.WaitForExitAsync().WaitAsync(Wait.Limit);
        return Stopwatch.GetElapsedTime(started);
    }

    public int ExitCode => _process.ExitCode;

    public async Task KillAsync()
    {
        Signal.Send(Pid, Signal.Kill);
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
    }

    /// <summary>Every process that has this pipeline's data folder or its AppHost among its arguments or ancestors.</summary>
    public IReadOnlyList<int> Descendants() => ProcessTree.Below(Pid);

    private static Dictionary<string, string>? EnvironmentOf(string servers, Dictionary<string, string>? given) => servers == "processes"
        ? ServerHomes.Environment.Concat(given ?? []).ToDictionary(variable => variable.Key, variable => variable.Value)
        : given;

    public async ValueTask DisposeAsync()
    {
        _push?.Dispose();
        if (_outcome is not null) await _outcome.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
        var descendants = Descendants();
        if (!_process.HasExited)
        {
            try
            {
                await StopAsync();
            }
            catch (TimeoutException)
            {
                await KillAsync();
            }
        }

        await Wait.UntilAsync(() => descendants.All(pid => !ProcessTree.IsAlive(pid)), TimeSpan.FromSeconds(15), () => "the AppHost's children to end");
        _process.Dispose();
        if (_ownsFolder) Directory.Delete(DataFolder, recursive: true);
    }
}

/// <summary>What the AppHost writes to <c>endpoints.json</c> in its data folder.</summary>
public sealed record Endpoints(
    int AppHost, string Push, string? Console, string? Dashboard, string Postgres, string? Kafka, string? Registry, string? Cassandra, string ApiKeyFile,
    Dictionary<string, ResourceEndpoint> Resources)
{
    public static Endpoints? Read(string dataFolder)
    {
        var file = Path.Combine(dataFolder, "endpoints.json");
        if (!File.Exists(file)) return null;
        try
        {
            return JsonSerializer.Deserialize<Endpoints>(File.ReadAllBytes(file), JsonSerializerOptions.Web);
        }
        catch (Exception gone) when (gone is FileNotFoundException or JsonException)
        {
            return null;
        }
    }
}

public sealed record ResourceEndpoint(int? Pid, string? Url);
