using System.Diagnostics;

namespace Streaming.Tests.Harness.Servers;

/// <summary>
/// A server's process, whose end comes with the object's or the test process's, however that ends: a shell that is its parent waits for the end of a pipe that
/// only we hold, ends it, and deletes its folder.
/// </summary>
public sealed class SupervisedProcess
{
    private const string Supervise = """
        log=$1; folder=$2; signal=$3; shift 3
        "$@" </dev/null >>"$log" 2>&1 &
        echo $!
        read -r end
        kill -"$signal" $! 2>/dev/null
        wait $!
        [ "$end" = keep ] || rm -rf "$folder"
        """;

    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(30);

    private readonly Process _supervisor;

    private SupervisedProcess(Process supervisor, int id)
    {
        _supervisor = supervisor;
        Id = id;
    }

    public int Id { get; }

    /// <summary>Where there is no /proc, only a deadline tells.</summary>
    public bool IsRunning => !OperatingSystem.IsLinux() || ProcessTree.IsAlive(Id);

    /// <param name="command">A program that runs in the foreground, or a script that becomes it by <c>exec</c>.</param>
    /// <param name="folder">The server's own, which goes with it.</param>
    /// <param name="log">The file that takes what it prints.</param>
    /// <param name="environment">Variables besides our own.</param>
    /// <param name="signal">What ends it, as <c>kill</c> names it.</param>
    public static async Task<SupervisedProcess> StartAsync(
        string[] command, string folder, string log, IReadOnlyDictionary<string, string>? environment = null, string signal = "KILL")
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Supervise, "sh", log, folder, signal, .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        var supervisor = Process.Start(start)!;
        var id = await supervisor.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The shell printed no process id.");
        return new SupervisedProcess(supervisor, int.Parse(id));
    }

    /// <summary>It stands still: it keeps its connections and answers nothing.</summary>
    public void Stop() => Signal.Send(Id, Signal.Stop);

    public void Continue() => Signal.Send(Id, Signal.Continue);

    /// <summary>Ends it as kill -9 does.</summary>
    public void Kill() => Signal.Send(Id, Signal.Kill);

    /// <summary>Ends it, and waits for its end.</summary>
    /// <param name="keepFolder">Whether it will be started again on the same data.</param>
    public async Task EndAsync(bool keepFolder)
    {
        await _supervisor.StandardInput.WriteLineAsync(keepFolder ? "keep" : "");
        _supervisor.StandardInput.Close();
        await _supervisor.WaitForExitAsync().WaitAsync(EndLimit);
        _supervisor.Dispose();
    }
}
