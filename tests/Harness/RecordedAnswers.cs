namespace Streaming.Tests.Harness;

/// <summary>Answers of the real API, which lie in <c>shared/data/randomuser</c> beside the repository where they are at all.</summary>
public static class RecordedAnswers
{
    public const string Absent = "There is no folder shared/data/randomuser beside the repository.";

    /// <summary>The folder, or null where there is none.</summary>
    public static string? FolderOrNull { get; } = SharedFolder.Find("data", "randomuser");

    public static string Folder => FolderOrNull ?? throw new DirectoryNotFoundException(Absent);
}

/// <summary>A test on recorded answers, and with PostgreSQL if it says so: skipped where they are missing, but fails where <c>CI=true</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RecordedFactAttribute : FactAttribute
{
    public RecordedFactAttribute(bool withPostgres = false) => Skip =
        Repository.IsContinuousIntegration ? null
        : RecordedAnswers.FolderOrNull is null ? RecordedAnswers.Absent
        : withPostgres ? PostgresRequirement.SkipReason : null;
}
