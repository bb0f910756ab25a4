namespace Streaming.Tests.Harness;

/// <summary>A test that reads a file of the folder <c>shared</c>: skipped where that is not, except that it fails where <c>CI=true</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedFileFactAttribute : FactAttribute
{
    public SharedFileFactAttribute(string file) => Skip = SharedFile.SkipReason(file);
}

/// <summary>As <see cref="SharedFileFactAttribute"/>, for a test with parameters.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedFileTheoryAttribute : TheoryAttribute
{
    public SharedFileTheoryAttribute(string file) => Skip = SharedFile.SkipReason(file);
}

public static class SharedFile
{
    public static string Read(string file) =>
        File.ReadAllText(SharedFolder.FindFile(file)
            ?? throw new FileNotFoundException($"There is no folder shared with {file} above {AppContext.BaseDirectory}."));

    internal static string? SkipReason(string file) =>
        SharedFolder.FindFile(file) is null && !Repository.IsContinuousIntegration ? $"There is no folder shared with {file} beside the repository." : null;
}
