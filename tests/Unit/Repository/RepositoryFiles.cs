namespace Streaming.Tests.Unit.Repository;

/// <summary>A file of the repository; its path is relative to the root, with slashes.</summary>
internal sealed record RepositoryFile(string Path, string Text)
{
    public bool IsTest => Path.StartsWith("tests/", StringComparison.Ordinal);

    /// <summary>Whether it stands in for a package, with that package's names and interfaces.</summary>
    public bool IsStandIn => Path.StartsWith("closed-feed/", StringComparison.Ordinal);

    public string[] Lines { get; } = Text.Split('\n');

    /// <summary>As an editor counts: the line break at the end begins no line.</summary>
    public int LineCount => Lines.Length - (Text.EndsWith('\n') ? 1 : 0);
}

/// <summary>What people wrote: nothing that a build, a test or a package manager left behind.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] Made = ["bin", "obj", "node_modules", "TestResults", "artifacts", "BenchmarkDotNet.Artifacts"];

    public static IReadOnlyList<RepositoryFile> Code { get; } = Read(".cs");

    public static IReadOnlyList<RepositoryFile> Projects { get; } = Read(".csproj");

    private static List<RepositoryFile> Read(string ending) =>
    [
        .. Below(new DirectoryInfo(Harness.Repository.Root))
            .Where(file => file.Extension == ending)
            .Select(file => new RepositoryFile(
                Path.GetRelativePath(Harness.Repository.Root, file.FullName).Replace('\\', '/'), File.ReadAllText(file.FullName).ReplaceLineEndings("\n")))
            .OrderBy(file => file.Path, StringComparer.Ordinal),
    ];

    private static IEnumerable<FileInfo> Below(DirectoryInfo folder) => folder.EnumerateFiles().Concat(
        folder.EnumerateDirectories().Where(child => child.Name[0] != '.' && !Made.Contains(child.Name)).SelectMany(Below));
}
