using System.Diagnostics;

namespace Aspire.Hosting.Processes;

/// <summary>
/// A shell that outlives the AppHost by a moment, to end its processes when it could not do so itself (<c>kill -9</c>).
/// The pipe between them is closed by the kernel, so nothing can be missed; .NET opens it so that no other child inherits it.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Process _shell;
    private bool _isDisposed;

    public Watchdog()
    {
        using var script = new StreamReader(typeof(Watchdog).Assembly.GetManifestResourceStream("watchdog.sh")!);
        var start = SessionLauncher.Describe("/bin/sh", ["-c", script.ReadToEnd()]);
        start.RedirectStandardInput = true;
        _shell = Process.Start(start) ?? throw new InvalidOperationException("/bin/sh did not start.");
    }

    /// <param name="pid">The leader of a process group.</param>
    /// <param name="signal">The signal's name without SIG; SIGTERM follows at once, and SIGKILL after five seconds.</param>
    public void Track(int pid, string signal) => Send($"+ {pid} {signal}");

    public void Forget(int pid) => Send($"- {pid}");

    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            _shell.StandardInput.Close();
            _shell.WaitForExit(Farewell);
            _shell.Dispose();
        }
    }

    private void Send(string line)
    {
        lock (_lock)
        {
            _shell.StandardInput.WriteLine(line);
            _shell.StandardInput.Flush();
        }
    }
}
