namespace Streaming.AppHost;

internal static class QuickJitBuilderExtensions
{
    /// <summary>Has it compiled quickly rather than well: what runs once, or is on no hot path, starts sooner.</summary>
    public static IResourceBuilder<ProjectResource> WithQuickJit(this IResourceBuilder<ProjectResource> project) =>
        project.WithEnvironment("DOTNET_TC_QuickJit", "1");
}
