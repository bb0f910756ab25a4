using System.ComponentModel;
using System.Diagnostics;

namespace Streaming.AppHost.Servers;

/// <summary>What a program that was run to its end said.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Errors)
{
    /// <summary>What it said, its errors if it had any, on one line.</summary>
    public string Text => string.Join(' ', (Errors.Length > 0 ? Errors : Output).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

internal static class Tool
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    public static async Task<ToolResult> RunAsync(string command, IEnumerable<string> args, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Timeout);
        var start = new ProcessStartInfo(command, args) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        using var process = Start(start);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = await process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return new ToolResult(process.ExitCode, await output, errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw new StartRefusedException($"{command} did not end within {Timeout.TotalSeconds} s.");
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception fault)
        {
            throw new StartRefusedException($"{start.FileName} cannot be run: {fault.Message}.");
        }
    }
}
