namespace Streaming.AppHost.Status;

internal static class Programs
{
    /// <summary>Whether the resource is run, as a process or in a container, and so has a state, a log and an address of its own.</summary>
    public static bool IsProgram(this IResource resource) => resource is ProjectResource or ExecutableResource or ContainerResource;
}
