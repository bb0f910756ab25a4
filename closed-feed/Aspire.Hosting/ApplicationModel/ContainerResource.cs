namespace Aspire.Hosting.ApplicationModel;

/// <summary>A program in an image. The stand-in publishes it; to run it takes a container engine and the official package.</summary>
public class ContainerResource(string name, string? entrypoint = null)
    : Resource(name), IComputeResource, IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport
{
    /// <summary>What is run in place of the image's own entry point.</summary>
    public string? Entrypoint { get; set; } = entrypoint;
}

/// <summary>The image, as it is pulled.</summary>
internal sealed class ContainerImageAnnotation(string image, string tag) : IResourceAnnotation
{
    public string Image { get; } = image;

    public string Tag { get; set; } = tag;

    public override string ToString() => $"{Image}:{Tag}";
}

/// <summary>An image that is built.</summary>
internal sealed class DockerfileBuildAnnotation(string contextPath, string dockerfilePath) : IResourceAnnotation
{
    public string ContextPath { get; } = contextPath;

    public string DockerfilePath { get; } = dockerfilePath;
}

/// <summary>A volume that outlives its container.</summary>
internal sealed class ContainerVolumeAnnotation(string name, string target, bool isReadOnly) : IResourceAnnotation
{
    public string Name { get; } = name;

    public string Target { get; } = target;

    public bool IsReadOnly { get; } = isReadOnly;
}
