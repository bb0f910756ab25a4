using System.Globalization;
using System.Text.RegularExpressions;

namespace Streaming.AppHost.Servers.Processes;

/// <summary>The Java that the servers run on.</summary>
internal static partial class JavaRuntime
{
    /// <summary>Cassandra 5 and Apicurio Registry 3 need it.</summary>
    public const int OldestMajorVersion = 17;

    private const string WhatToDo = "Install one, or name its folder in JAVA_HOME (https://adoptium.net).";

    /// <summary>The program <c>java</c>: in JAVA_HOME where that is set, as the servers' own scripts do it, else on the PATH.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    /// <param name="missing">Takes what is wrong, if anything is.</param>
    public static async Task<string> FindAsync(Func<string, string?> variable, List<string> missing, CancellationToken cancellationToken)
    {
        var home = variable("JAVA_HOME");
        var java = string.IsNullOrEmpty(home)
            ? (variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .Select(folder => Path.Combine(folder, "java")).FirstOrDefault(File.Exists)
            : Path.Combine(home, "bin", "java");
        if (java is null || !File.Exists(java))
        {
            var where = java is null ? "JAVA_HOME is not set, and there is no java on the PATH" : $"JAVA_HOME is {home}, where there is no bin/java";
            missing.Add($"Java {OldestMajorVersion} or later: {where}. {WhatToDo}");
            return "";
        }

        var version = await Tool.RunAsync(java, ["-version"], cancellationToken);
        if (version.ExitCode != 0 || MajorVersion(version.Text) < OldestMajorVersion)
            missing.Add($"Java {OldestMajorVersion} or later: {java} answers '{version.Text}'. {WhatToDo}");
        return java;
    }

    /// <summary>The major version in what <c>java -version</c> says; 0 where there is none.</summary>
    public static int MajorVersion(string text) =>
        Version().Match(text) is { Success: true } match ? int.Parse(match.Groups["major"].Value, CultureInfo.InvariantCulture) : 0;

    // Until Java 8 the major version was the second number: 1.8.0_402.
    [GeneratedRegex("""version "(1\.)?(?<major>\d+)""")]
    private static partial Regex Version();
}
