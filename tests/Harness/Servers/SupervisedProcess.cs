using System.Diagnostics;

namespace Streaming.Tests.Harness.Servers;

/// <summary>
/// A server's process, whose end comes with the object's or the test process's, however that ends: a shell that is its parent waits for the end of a pipe that
/// only we hold, kills it, and deletes its folder.
/// </summary>
public sealed class SupervisedProcess
{
    private const string Supervise = """
        log=$1; folder=$2; shift 2
        "$@" </dev/null >>"$log" 2>&1 &
        echo $!
        read -r end
        kill -KILL $! 2>/dev/null
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

    /// <summary>A zombie has ended. Where there is no /proc, only a deadline tells.</summary>
    public bool IsRunning =>
        !OperatingSystem.IsLinux() || (Directory.Exists($"/proc/{Id}") && !File.ReadAllText($"/proc/{Id}/stat").Contains(") Z "));

    /// <param name="command">A program that runs in the foreground, or a script that becomes it by <c>exec</c>.</param>
    public static async Task<SupervisedProcess> StartAsync(string[] command, string folder, string log, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Supervise, "sh", log, folder, .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var supervisor = Process.Start(start)!;
        var id = await supervisor.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The shell printed no process id.");
        return new SupervisedProcess(supervisor, int.Parse(id));
    }

    /// <param name="signal">As <c>kill</c> names it: STOP, CONT, TERM, KILL.</param>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{Id}"]);
        await kill.WaitForExitAsync().WaitAsync(EndLimit);
    }

    /// <summary>Kills it.</summary>
    /// <param name="keepFolder">Whether it will be started again on the same data.</param>
    public async Task EndAsync(bool keepFolder)
    {
        await _supervisor.StandardInput.WriteLineAsync(keepFolder ? "keep" : "");
        _supervisor.StandardInput.Close();
        await _supervisor.WaitForExitAsync().WaitAsync(EndLimit);
        _supervisor.Dispose();
    }
}
