using Streaming.AppHost;
using Streaming.AppHost.Servers.EmbeddedPostgres;

namespace Streaming.Tests.Unit.AppHost;

public sealed class PostgresBinariesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("streaming-test-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void PG_BIN_comes_before_the_path_and_the_path_before_the_system()
    {
        var given = Programs("given");
        var onPath = Programs("path");
        Programs("system/17/bin");
        var path = $"{Folder("empty")}:{onPath}";

        Assert.Equal(given, PostgresBinaries.Locate(given, path, Folder("system")));
        Assert.Equal(onPath, PostgresBinaries.Locate(pgBin: null, path, Folder("system")));
        Assert.Equal(Folder("system/17/bin"), PostgresBinaries.Locate("", Folder("empty"), Folder("system")));
    }

    [Fact]
    public void Of_the_systems_versions_the_highest_is_taken()
    {
        Programs("system/9/bin");
        Programs("system/15/bin");
        Directory.CreateDirectory(Folder("system/18/bin"));

        Assert.Equal(Folder("system/15/bin"), PostgresBinaries.Locate(null, null, Folder("system")));
    }

    [Fact]
    public void A_PG_BIN_without_the_programs_is_refused_by_its_name()
    {
        var refused = Assert.Throws<StartRefusedException>(() => PostgresBinaries.Locate("/nonexistent/bin", Programs("path"), Folder("system")));

        Assert.Contains("/nonexistent/bin", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_without_PostgreSQL_has_none()
    {
        Assert.Null(PostgresBinaries.Locate(null, Folder("empty"), Folder("absent")));
    }

    private string Folder(string name) => Path.Combine(_root, name);

    private string Programs(string name)
    {
        Directory.CreateDirectory(Folder(name));
        foreach (var program in (string[])["postgres", "initdb"])
            File.WriteAllText(Path.Combine(Folder(name), program), "");
        return Folder(name);
    }
}
