using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>
/// A project's further instances: resources of their own, numbered, that share all that was said of the first. Aspire has a proxy that all of them answer
/// behind; here each has its own port: a fixed one means the first, and a reference names all of them, by index, the first one first.
/// </summary>
internal static class Replicas
{
    public static void AddTo(IDistributedApplicationBuilder builder)
    {
        foreach (var project in builder.Resources.OfType<ProjectResource>().ToList())
        {
            if (!project.TryGetLastAnnotation<ReplicaAnnotation>(out var replicas))
                continue;
            for (var number = 2; number <= replicas.Replicas; number++)
                Add(builder, project, $"{project.Name}-{number}");
        }
    }

    private static void Add(IDistributedApplicationBuilder builder, ProjectResource first, string name)
    {
        var replica = builder.AddResource(new ProjectResource(name));
        foreach (var annotation in first.Annotations.ToList())
        {
            if (annotation is EndpointAnnotation endpoint)
                replica.WithAnnotation(new EndpointAnnotation(endpoint.Protocol, endpoint.UriScheme, endpoint.Transport, endpoint.Name));
            else if (annotation is HttpHealthCheckAnnotation check)
                replica.WithHttpHealthCheck(check.Path, check.StatusCode, check.EndpointName);
            else if (annotation is not (ReplicaAnnotation or FurtherInstanceAnnotation))
                replica.WithAnnotation(annotation);
        }

        first.Annotations.Add(new FurtherInstanceAnnotation(replica.Resource));
    }
}

/// <summary>Another instance of the project that bears this.</summary>
internal sealed class FurtherInstanceAnnotation(ProjectResource instance) : IResourceAnnotation
{
    public ProjectResource Instance { get; } = instance;
}
