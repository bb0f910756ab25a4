using System.Diagnostics;

namespace Aspire.Hosting.Processes;

/// <summary>
/// Describes processes that lead a session of their own: the terminal's Ctrl-C reaches the AppHost only, which then stops them in order,
/// and one signal reaches a whole group. <c>setsid</c> replaces itself by the program, so the process id is the program's.
/// </summary>
internal static class SessionLauncher
{
    private static readonly string? SetSid = FindOnPath("setsid");

    public static ProcessStartInfo Describe(string command, IEnumerable<string> args)
    {
        var start = new ProcessStartInfo(SetSid ?? command) { UseShellExecute = false };
        if (SetSid is not null)
            start.ArgumentList.Add(command);
        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        return start;
    }

    private static string? FindOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Concat(["/usr/bin", "/bin"])
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);
}
