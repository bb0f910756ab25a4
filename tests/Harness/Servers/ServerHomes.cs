using System.Diagnostics;

namespace Streaming.Tests.Harness.Servers;

/// <summary>
/// The unpacked distributions of the real servers: as the environment names them (KAFKA_HOME, CASSANDRA_HOME, APICURIO_HOME, SPARK_HOME), else as
/// <c>shared/servers</c> beside the repository unpacks them.
/// </summary>
public static class ServerHomes
{
    public const string Kafka = "KAFKA_HOME";
    public const string Cassandra = "CASSANDRA_HOME";
    public const string Apicurio = "APICURIO_HOME";
    public const string Spark = "SPARK_HOME";

    private static readonly Lazy<IReadOnlyDictionary<string, string>> Homes = new(Find);

    public static string Folder(string home) =>
        Homes.Value.TryGetValue(home, out var folder) ? folder : throw new DirectoryNotFoundException(Absent(home));

    /// <summary>All that were found, as environment variables.</summary>
    public static IReadOnlyDictionary<string, string> Environment => Homes.Value;

    /// <summary>Why a test that needs these homes is skipped, or null; where <c>CI=true</c> none is.</summary>
    public static string? SkipReason(params string[] homes) =>
        Repository.IsContinuousIntegration ? null
        : homes.FirstOrDefault(home => !Homes.Value.ContainsKey(home)) is { } missing ? Absent(missing)
        : null;

    private static string Absent(string home) => $"{home} is not set, and there is no folder shared/servers beside the repository.";

    private static IReadOnlyDictionary<string, string> Find()
    {
        var homes = Unpacked();
        foreach (var home in new[] { Kafka, Cassandra, Apicurio, Spark })
        {
            if (System.Environment.GetEnvironmentVariable(home) is { Length: > 0 } given) homes[home] = given;
        }

        return homes;
    }

    private static Dictionary<string, string> Unpacked()
    {
        if (SharedFolder.Find("servers") is not { } servers) return [];
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(servers, "servers"), ["env"]) { RedirectStandardOutput = true })!;
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{servers}/servers env ended with {process.ExitCode}.");
        return lines.Select(line => line["export ".Length..].Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
    }
}
