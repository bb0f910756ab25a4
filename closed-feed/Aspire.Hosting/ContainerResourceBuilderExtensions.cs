using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static class ContainerResourceBuilderExtensions
{
    /// <summary>A container whose image is built; paths are absolute, the file's may be relative to the context's.</summary>
    public static IResourceBuilder<ContainerResource> AddDockerfile(
        this IDistributedApplicationBuilder builder, string name, string contextPath, string? dockerfilePath = null, string? stage = null)
    {
        if (stage is not null)
            throw new DistributedApplicationException($"The Dockerfile of '{name}' is built as a whole here, not its stage '{stage}'.");
        var dockerfile = Path.Combine(contextPath, dockerfilePath ?? "Dockerfile");
        return builder.AddResource(new ContainerResource(name)).WithAnnotation(new DockerfileBuildAnnotation(contextPath, dockerfile));
    }

    public static IResourceBuilder<T> WithImage<T>(this IResourceBuilder<T> builder, string image, string? tag = null) where T : ContainerResource =>
        builder.WithAnnotation(new ContainerImageAnnotation(image, tag ?? "latest"), ResourceAnnotationMutationBehavior.Replace);

    public static IResourceBuilder<T> WithImageTag<T>(this IResourceBuilder<T> builder, string tag) where T : ContainerResource
    {
        if (!builder.Resource.TryGetLastAnnotation<ContainerImageAnnotation>(out var image))
            throw new InvalidOperationException($"The resource '{builder.Resource.Name}' has no image that a tag could be given to.");
        image.Tag = tag;
        return builder;
    }

    public static IResourceBuilder<T> WithVolume<T>(this IResourceBuilder<T> builder, string? name, string target, bool isReadOnly = false)
        where T : ContainerResource => builder.WithAnnotation(new ContainerVolumeAnnotation(
            name ?? throw new DistributedApplicationException($"The volume of '{builder.Resource.Name}' at {target} has no name."), target, isReadOnly));

    public static IResourceBuilder<T> WithEntrypoint<T>(this IResourceBuilder<T> builder, string entrypoint) where T : ContainerResource
    {
        builder.Resource.Entrypoint = entrypoint;
        return builder;
    }
}
