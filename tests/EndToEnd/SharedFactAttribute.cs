namespace Streaming.Tests.EndToEnd;

/// <summary>
/// A test on the recorded answers beside the repository: skipped where they, or PostgreSQL, are missing, except that it fails where <c>CI=true</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute() => Skip =
        Repository.IsContinuousIntegration ? null
        : Repository.Shared is null ? "There is no folder 'shared' beside the repository."
        : PostgresRequirement.SkipReason;
}
