namespace Streaming.Tests.Harness;

/// <summary>The folder <c>shared</c> beside the repository, which a user's machine does not have.</summary>
public static class SharedFolder
{
    // A worktree may lie deeper than the repository itself, so each folder above is tried.
    public static string? Find(params string[] path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var found = Path.Combine([folder.FullName, "shared", .. path]);
            if (Directory.Exists(found)) return found;
        }

        return null;
    }
}
