using System.Text.RegularExpressions;

namespace Streaming.AppHost.Status;

/// <summary>The end of a resource's log.</summary>
internal static partial class LogTail
{
    private const int Lines = 4;

    public static async Task<IReadOnlyList<string>> ReadAsync(ResourceLoggerService loggers, IResource resource)
    {
        await foreach (var lines in loggers.GetAllAsync(resource))
            return [.. lines.Select(line => WithoutStack(Plain(line.Content))).Where(line => line.Length > 0).TakeLast(Lines)];
        return [];
    }

    // What went wrong is what the terminal tells; where in the code stays in the log file.
    private static string WithoutStack(string line) => StackFrame().Split(line, 2)[0].TrimEnd();

    /// <summary>The line without colours.</summary>
    public static string Plain(string line) => Colours().Replace(line, "");

    [GeneratedRegex(@" {3}(at |--- End of )")]
    private static partial Regex StackFrame();

    [GeneratedRegex(@"\x1b\[[0-9;]*m")]
    private static partial Regex Colours();
}
