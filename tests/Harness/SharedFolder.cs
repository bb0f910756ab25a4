namespace Streaming.Tests.Harness;

/// <summary>The folder <c>shared</c> beside the repository, which a user's machine does not have.</summary>
public static class SharedFolder
{
    public static string? Find(params string[] path) => Candidates(path).FirstOrDefault(Directory.Exists);

    public static string? FindFile(params string[] path) => Candidates(path).FirstOrDefault(File.Exists);

    // A worktree may lie deeper than the repository itself, so each folder above is tried.
    private static IEnumerable<string> Candidates(string[] path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            yield return Path.Combine([folder.FullName, "shared", .. path]);
    }
}
