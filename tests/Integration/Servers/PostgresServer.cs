using System.Diagnostics;
using Npgsql;

namespace Streaming.Tests.Integration.Servers;

/// <summary>
/// A PostgreSQL server in a temporary folder on a free port, with logical replication. It ends, and its folder goes, with the object
/// or with the test process.
/// </summary>
/// <example><code>await using var database = NpgsqlDataSource.Create(await PostgresServer.CreateDatabaseAsync());</code></example>
internal sealed class PostgresServer : IAsyncDisposable
{
    private static readonly Lazy<Task<PostgresServer>> Shared = new(() => LaunchAsync());
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static int _databases;

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"streaming-postgres-{Guid.NewGuid():N}");
    private readonly int _port = FreePorts.Take(1)[0];
    private SupervisedProcess? _postmaster;

    private PostgresServer()
    {
    }

    public string ConnectionString =>
        $"Host=127.0.0.1;Port={_port};Username=postgres;Database=postgres;Include Error Detail=true";

    /// <summary>Makes an empty database on the server that all tests share; returns its connection string.</summary>
    public static async Task<string> CreateDatabaseAsync() => await (await Shared.Value).NewDatabaseAsync();

    /// <summary>A server of one's own, for tests that stop it.</summary>
    public static async Task<PostgresServer> LaunchAsync()
    {
        var server = new PostgresServer();
        await RunAsync(AsServerUser("initdb", "--pgdata", server._folder, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"));
        await server.StartAsync();
        return server;
    }

    public async Task<string> NewDatabaseAsync()
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name }.ConnectionString;
    }

    /// <summary>Starts the server, again after <see cref="KillAsync"/>, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            _postmaster = await SupervisedProcess.StartAsync(Command(), _folder, LogFile, signal: "INT");
            while (_postmaster.IsRunning)
            {
                if (await AnswersAsync()) return;
                if (Stopwatch.GetElapsedTime(started) > StartLimit) throw new TimeoutException($"PostgreSQL did not start: {ReadLog()}");
                await Task.Delay(20);
            }

            // After a kill the old backends may hold the shared memory for a moment, and the new server refuses to start.
            await EndAsync(keepFolder: true);
            if (Stopwatch.GetElapsedTime(started) > StartLimit) throw new InvalidOperationException($"PostgreSQL ended at once: {ReadLog()}");
            await Task.Delay(100);
        }
    }

    /// <summary>Ends the server as kill -9 does; the data stays for the next <see cref="StartAsync"/>.</summary>
    public async Task KillAsync()
    {
        _postmaster!.Kill();
        await EndAsync(keepFolder: true);
        NpgsqlConnection.ClearAllPools();
    }

    public async ValueTask DisposeAsync() => await EndAsync(keepFolder: false);

    private async Task EndAsync(bool keepFolder)
    {
        if (_postmaster is null) return;
        await _postmaster.EndAsync(keepFolder);
        _postmaster = null;
    }

    private string[] Command()
    {
        var settings = new[]
        {
            $"port={_port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", "wal_level=logical", "max_connections=200",
            "fsync=off", "max_replication_slots=20", "max_wal_senders=20",
        };
        return AsServerUser("postgres", ["-D", _folder, .. settings.SelectMany(setting => new[] { "-c", setting })]);
    }

    private string LogFile => Path.Combine(_folder, "server.log");

    private string ReadLog() => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "it left no log.";

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false;Timeout=5");
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <summary>PostgreSQL refuses to run as root.</summary>
    private static string[] AsServerUser(string program, params string[] arguments)
    {
        var folder = PostgresBinaries.Folder ?? throw new InvalidOperationException("PostgreSQL is not installed. Set PG_BIN to the folder of its programs.");
        string[] command = [Path.Combine(folder, program), .. arguments];
        return Environment.UserName == "root" ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", .. command] : command;
    }

    private static async Task RunAsync(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(StartLimit);
        if (process.ExitCode != 0) throw new InvalidOperationException($"{command[^1]} failed: {await output}{errors}");
    }
}
