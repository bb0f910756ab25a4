using System.Diagnostics;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Processes;

/// <summary>A started process, its output going to the resource's log.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;
    private readonly Watchdog _watchdog;

    private ChildProcess(Process process, Watchdog watchdog)
    {
        _process = process;
        _watchdog = watchdog;
        Pid = process.Id;
    }

    public int Pid { get; }

    /// <param name="orphanSignal">How the watchdog ends it when the AppHost is gone.</param>
    public static ChildProcess Start(LaunchPlan plan, ResourceLog log, Watchdog watchdog, string orphanSignal)
    {
        var start = SessionLauncher.Describe(plan.Command, plan.Args);
        start.WorkingDirectory = plan.WorkingDirectory;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach (var (name, value) in plan.Environment)
            start.Environment[name] = value;

        var process = Process.Start(start) ?? throw new InvalidOperationException($"{plan.Command} did not start.");
        watchdog.Track(process.Id, orphanSignal);
        process.StandardInput.Close();
        // The readers end with the process; a grandchild that keeps the pipe open keeps them reading, and nobody waiting.
        _ = PumpAsync(process.StandardOutput, log, isError: false);
        _ = PumpAsync(process.StandardError, log, isError: true);
        return new ChildProcess(process, watchdog);
    }

    /// <summary>The exit code; 128 and the signal's number where a signal ended it. Its own children end with it.</summary>
    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync();
        Signals.KillRemains(Pid);
        _watchdog.Forget(Pid);
        return _process.ExitCode;
    }

    public void Signal(int signal)
    {
        if (!_process.HasExited)
            Signals.SendToGroup(Pid, signal);
    }

    public void Dispose() => _process.Dispose();

    private static async Task PumpAsync(StreamReader output, ResourceLog log, bool isError)
    {
        try
        {
            while (await output.ReadLineAsync() is { } line)
                log.Append(line, isError);
        }
        catch (Exception end) when (end is IOException or ObjectDisposedException)
        {
            log.Append($"(the output could not be read any further: {end.Message})", isError: true);
        }
    }
}
