using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Streaming.Tests.Harness.Servers;

/// <summary>
/// A server with a temporary folder of its own. The server ends, and the folder goes, with the object or with the test process, however that ends: a shell
/// that is the server's parent waits for the end of a pipe that only we hold.
/// </summary>
public sealed class SupervisedServer : IAsyncDisposable
{
    private const string Supervise = """
        log=$1; folder=$2; signal=$3; shift 3
        cd "$folder" || exit 1
        "$@" </dev/null >>"$log" 2>&1 &
        echo $!
        read -r end
        kill -"$signal" $! 2>/dev/null
        kill -CONT $! 2>/dev/null
        wait $!
        [ "$end" = keep ] || rm -rf "$folder"
        """;

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    private readonly string _signal;
    private Process? _supervisor;

    /// <param name="name">Of the server, for its folder's name and messages.</param>
    /// <param name="signal">What ends it in good order, as <c>kill</c> names it.</param>
    public SupervisedServer(string name, string signal = "TERM")
    {
        Name = name;
        _signal = signal;
        Folder = Directory.CreateTempSubdirectory($"streaming-{name}-").FullName;
    }

    public string Name { get; }

    /// <summary>The server's own; its working folder, too.</summary>
    public string Folder { get; }

    /// <summary>Of the server itself, provided that its command replaces its shell by it.</summary>
    public int Id { get; private set; }

    public bool IsAlive => ProcessTree.IsAlive(Id);

    private string LogFile => Path.Combine(Folder, "server.log");

    /// <summary>What the server has written to its standard output and error.</summary>
    public string ReadLog() => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "it left no log.";

    /// <summary>Starts the server, again after <see cref="KillAsync"/>, and waits until it answers; a server that ends before is started again.</summary>
    /// <param name="answers">Whether it does its work, not merely has its port open. May throw as long as it does not.</param>
    public async Task StartAsync(
        IReadOnlyList<string> command, Func<CancellationToken, Task<bool>> answers, TimeSpan limit, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var deadline = new CancellationTokenSource(limit);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        try
        {
            while (true)
            {
                await SpawnAsync(command, environment ?? new Dictionary<string, string>());
                do
                {
                    if (await AnswersAsync(answers, deadline.Token)) return;
                    await pause.WaitForNextTickAsync(deadline.Token);
                }
                while (IsAlive);
                await EndAsync("keep");
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            throw new TimeoutException($"{Name} did not answer within {limit.TotalSeconds:F0} s: {ReadLog()}");
        }
    }

    /// <summary>Ends the server as kill -9 does; its folder stays for the next start.</summary>
    public async Task KillAsync()
    {
        Signal.Send(Id, Signal.Kill);
        await EndAsync("keep");
    }

    /// <summary>The server does nothing any more, its connections stay open; until <see cref="Continue"/>.</summary>
    public void Pause() => Signal.Send(Id, Signal.Stop);

    public void Continue() => Signal.Send(Id, Signal.Continue);

    public async ValueTask DisposeAsync()
    {
        if (_supervisor is null && Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
        await EndAsync("");
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task SpawnAsync(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Supervise, "sh", LogFile, Folder, _signal, .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        _supervisor = Process.Start(start)!;
        var line = await _supervisor.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The shell printed no process id.");
        Id = int.Parse(line, CultureInfo.InvariantCulture);
    }

    private static async Task<bool> AnswersAsync(Func<CancellationToken, Task<bool>> answers, CancellationToken deadline)
    {
        try
        {
            return await answers(deadline);
        }
        catch (Exception notYet) when (notYet is not OperationCanceledException || !deadline.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task EndAsync(string word)
    {
        if (_supervisor is null) return;
        await _supervisor.StandardInput.WriteLineAsync(word);
        _supervisor.StandardInput.Close();
        using var late = new CancellationTokenSource(StopLimit);
        await using (late.Token.Register(() => Signal.Send(Id, Signal.Kill))) await _supervisor.WaitForExitAsync();
        _supervisor.Dispose();
        _supervisor = null;
    }
}
