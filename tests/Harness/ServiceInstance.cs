using System.Diagnostics;

namespace Streaming.Tests.Harness;

/// <summary>One more instance of a service of a running pipeline: the same program with the same arguments and environment, on a port of its own.</summary>
public sealed class ServiceInstance : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ProcessOutput _output;

    private ServiceInstance(Process process)
    {
        _process = process;
        _output = new ProcessOutput(process);
    }

    public string Output => _output.Text;

    public static ServiceInstance StartLike(int pid)
    {
        var command = Words(pid, "cmdline");
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        foreach (var variable in Words(pid, "environ"))
        {
            var (name, value) = (variable.Split('=')[0], variable[(variable.IndexOf('=') + 1)..]);
            start.Environment[name] = name == "ASPNETCORE_URLS" ? "http://127.0.0.1:0" : value;
        }

        return new ServiceInstance(Process.Start(start)!);
    }

    /// <summary>Ends it as its user would, and waits for it.</summary>
    public async Task StopAsync()
    {
        Signal.Send(_process.Id, Signal.Terminate);
        await _process.WaitForExitAsync().WaitAsync(Wait.Limit);
    }

    public async Task KillAsync()
    {
        Signal.Send(_process.Id, Signal.Kill);
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    private static string[] Words(int pid, string file) => File.ReadAllText($"/proc/{pid}/{file}").Split('\0', StringSplitOptions.RemoveEmptyEntries);
}
