namespace Streaming.AppHost.Supervision;

internal enum RestartPolicy
{
    /// <summary>A service or a server: it is not to end.</summary>
    WhenItEnds,

    /// <summary>A step: it is to end, with exit code 0.</summary>
    UntilItSucceeds,
}

/// <summary>Says that the supervisor starts the resource again.</summary>
/// <param name="Essential">Whether the pipeline runs only when this does.</param>
internal sealed record RestartAnnotation(RestartPolicy Policy, bool Essential) : IResourceAnnotation;

internal static class RestartBuilderExtensions
{
    public static IResourceBuilder<T> WithRestart<T>(this IResourceBuilder<T> builder, RestartPolicy policy = RestartPolicy.WhenItEnds, bool essential = true)
        where T : IResource => builder.WithAnnotation(new RestartAnnotation(policy, essential));
}
