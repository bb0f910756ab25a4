namespace Streaming.Tests.Unit.SampleSource;

/// <summary>A test of recorded answers, which lie in <c>../shared</c> beside the repository: skipped without them, but not where CI=true.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (Folder is null && Environment.GetEnvironmentVariable("CI") != "true")
            Skip = "No folder shared/data/randomuser beside the repository.";
    }

    public static string? Folder { get; } = Find();

    public static string PathOf(string file) =>
        Path.Combine(Folder ?? throw new DirectoryNotFoundException("There is no folder shared/data/randomuser beside the repository."), file);

    // A worktree may lie deeper than the repository itself, so each folder above is tried.
    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "shared", "data", "randomuser");
            if (Directory.Exists(data))
                return data;
        }

        return null;
    }
}
