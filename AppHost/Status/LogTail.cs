using System.Text.RegularExpressions;

namespace Streaming.AppHost.Status;

/// <summary>The end of a resource's log.</summary>
internal static partial class LogTail
{
    private const int Lines = 8;

    public static async Task<IReadOnlyList<string>> ReadAsync(ResourceLoggerService loggers, IResource resource)
    {
        await foreach (var lines in loggers.GetAllAsync(resource))
            return [.. lines.TakeLast(Lines).Select(line => Plain(line.Content))];
        return [];
    }

    /// <summary>The line without colours.</summary>
    public static string Plain(string line) => Colours().Replace(line, "");

    [GeneratedRegex(@"\x1b\[[0-9;]*m")]
    private static partial Regex Colours();
}
