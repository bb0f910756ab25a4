namespace Streaming.Tests.Harness;

/// <summary>A test that needs PostgreSQL: skipped where it is not installed, except that it fails where <c>CI=true</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresRequirement.SkipReason;
}

/// <summary>As <see cref="PostgresFactAttribute"/>, for a test with parameters.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = PostgresRequirement.SkipReason;
}

public static class PostgresRequirement
{
    public static string? SkipReason =>
        PostgresBinaries.Folder is null && !Repository.IsContinuousIntegration
            ? "PostgreSQL was found neither in PG_BIN, nor on the PATH, nor under /usr/lib/postgresql."
            : null;
}
