namespace Streaming.Tests.Harness;

public static class Repository
{
    /// <summary>The folder that holds <c>Streaming.sln</c>.</summary>
    public static string Root { get; } = Find();

    public static bool IsContinuousIntegration => Environment.GetEnvironmentVariable("CI") == "true";

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Streaming.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"No Streaming.sln above {AppContext.BaseDirectory}.");
    }
}
