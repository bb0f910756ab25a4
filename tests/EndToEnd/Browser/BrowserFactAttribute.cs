namespace Streaming.Tests.EndToEnd.Browser;

/// <summary>A test in a browser: skipped where there is no chromium or what it needs besides, except that it fails where <c>CI=true</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = BrowserRequirement.SkipReason;
}

/// <summary>As <see cref="BrowserFactAttribute"/>, for a test with parameters.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = BrowserRequirement.SkipReason;
}

internal static class BrowserRequirement
{
    public static string? SkipReason =>
        Repository.IsContinuousIntegration ? null
        : PostgresRequirement.SkipReason
            ?? (Chromium.Path is null ? "chromium was found neither in CHROMIUM nor on the PATH."
            : !File.Exists(Accessibility.Script) ? "axe-core is not there: the build installs it by npm."
            : null);
}
