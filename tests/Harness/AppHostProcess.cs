using System.Diagnostics;
using System.Text;

namespace Streaming.Tests.Harness;

public static class AppHostProcess
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    /// <summary>Starts the AppHost that was built with these tests; its output is collected.</summary>
    public static (Process Process, ProcessOutput Output) Start(string[] arguments, Dictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.Combine(Repository.Root, "AppHost"),
        };
        start.ArgumentList.Add(Path.Combine(Repository.Root, "AppHost", "bin", Configuration, "net10.0", "AppHost.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? []) start.Environment[name] = value;

        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        return (process, new ProcessOutput(process));
    }

    /// <summary>Runs the AppHost to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string[] arguments, Dictionary<string, string>? environment = null,
        TimeSpan? deadline = null)
    {
        var (process, output) = Start(arguments, environment);
        using (process)
        {
            try
            {
                await process.WaitForExitAsync().WaitAsync(deadline ?? Wait.Limit);
            }
            catch (TimeoutException)
            {
                Signal.Send(process.Id, Signal.Kill);
                throw new TimeoutException($"The AppHost did not end by itself; it printed:\n{output.Text}");
            }

            return (process.ExitCode, output.Text);
        }
    }
}

/// <summary>Both output streams of a process, as they were printed.</summary>
public sealed class ProcessOutput
{
    private readonly StringBuilder _text = new();

    public ProcessOutput(Process process)
    {
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Text
    {
        get
        {
            lock (_text) return _text.ToString();
        }
    }

    private void Add(string? line)
    {
        if (line is null) return;
        lock (_text) _text.AppendLine(line);
    }
}
