namespace Streaming.Tests.Harness;

/// <summary>Where the PostgreSQL programs are: in <c>PG_BIN</c>, on the PATH, or where Debian puts them.</summary>
public static class PostgresBinaries
{
    private static readonly Lazy<string?> Found = new(Find);

    public static string? Folder => Found.Value;

    private static string? Find()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin"))
            : [];

        return path.Prepend(Environment.GetEnvironmentVariable("PG_BIN") ?? "")
            .Where(folder => folder.Length > 0)
            .Concat(debian)
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }
}
