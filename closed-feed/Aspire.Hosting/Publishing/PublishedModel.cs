using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Publishing;

/// <summary>A resource with what its callbacks have collected; the values are texts, or what a manifest has expressions for.</summary>
internal sealed record PublishedResource(IResource Resource, IReadOnlyDictionary<string, object> Environment, IReadOnlyList<object> Args)
{
    public IEnumerable<EndpointAnnotation> Endpoints => Resource.Annotations.OfType<EndpointAnnotation>();

    public IEnumerable<ContainerVolumeAnnotation> Volumes => Resource.Annotations.OfType<ContainerVolumeAnnotation>();
}

/// <summary>The resources of an application that is not run.</summary>
internal sealed record PublishedModel(IReadOnlyList<PublishedResource> Resources)
{
    public static async Task<PublishedModel> OfAsync(
        IEnumerable<IResource> resources, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken)
    {
        var published = new List<PublishedResource>();
        foreach (var resource in resources)
        {
            if (resource is ExecutableResource)
                throw new DistributedApplicationException($"The resource '{resource.Name}' is a program of this machine, which cannot be published.");
            published.Add(new PublishedResource(
                resource, await EnvironmentAsync(resource, executionContext, cancellationToken), await ArgumentsAsync(resource, cancellationToken)));
        }

        return new PublishedModel(published);
    }

    private static async Task<Dictionary<string, object>> EnvironmentAsync(
        IResource resource, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken)
    {
        var variables = new Dictionary<string, object>();
        if (resource is ProjectResource project)
            AddDefaults(project, variables);
        var context = new EnvironmentCallbackContext(executionContext, resource, variables, cancellationToken);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
            await annotation.Callback(context);
        return variables;
    }

    private static async Task<List<object>> ArgumentsAsync(IResource resource, CancellationToken cancellationToken)
    {
        var context = new CommandLineArgsCallbackContext([], cancellationToken);
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
            await annotation.Callback(context);
        return [.. context.Args];
    }

    private static void AddDefaults(ProjectResource project, Dictionary<string, object> variables)
    {
        variables["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory";
        if (!project.Annotations.OfType<EndpointAnnotation>().Any(endpoint => endpoint.UriScheme == "http"))
            return;
        variables["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true";
        variables["HTTP_PORTS"] = project.GetEndpoint("http").Property(EndpointProperty.TargetPort);
    }
}
