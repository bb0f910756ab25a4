using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Waits until the dependency runs, is healthy and ready; for one in a parent, the parent too.</summary>
    public static IResourceBuilder<T> WaitFor<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency)
        where T : IResourceWithWaitSupport
    {
        if (dependency.Resource is IResourceWithParent child)
            builder.WithAnnotation(new WaitAnnotation(child.Parent, WaitType.WaitUntilHealthy));
        return builder.WithAnnotation(new WaitAnnotation(dependency.Resource, WaitType.WaitUntilHealthy));
    }

    public static IResourceBuilder<T> WaitForCompletion<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency, int exitCode = 0)
        where T : IResourceWithWaitSupport =>
        builder.WithAnnotation(new WaitAnnotation(dependency.Resource, WaitType.WaitForCompletion, exitCode));

    public static IResourceBuilder<T> WithHealthCheck<T>(this IResourceBuilder<T> builder, string key) where T : IResource =>
        builder.WithHealthCheck(new HealthCheckAnnotation(key));

    /// <summary>Healthy while a GET of the path answers with the status; the endpoint must have been added before.</summary>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null) where T : IResourceWithEndpoints
    {
        path ??= "/";
        var status = statusCode ?? 200;
        string[] candidates = endpointName is null ? ["https", "http"] : [endpointName];
        var endpoint = candidates.Select(name => builder.GetEndpoint(name)).FirstOrDefault(reference => reference.Exists)
            ?? throw new DistributedApplicationException($"The resource '{builder.Resource.Name}' has no endpoint for the health check of '{path}'.");

        var key = $"{builder.Resource.Name}_{endpoint.EndpointName}_{path}_{status}_check";
        builder.ApplicationBuilder.Services.AddHealthChecks().Add(
            new HealthCheckRegistration(key, _ => new HttpHealthCheck(endpoint, path, status), HealthStatus.Unhealthy, tags: null));
        return builder.WithHealthCheck(new HttpHealthCheckAnnotation(key, path, status, endpoint.EndpointName));
    }

    private static IResourceBuilder<T> WithHealthCheck<T>(this IResourceBuilder<T> builder, HealthCheckAnnotation added) where T : IResource =>
        builder.Resource.Annotations.OfType<HealthCheckAnnotation>().Any(check => check.Key == added.Key)
            ? throw new DistributedApplicationException($"The resource '{builder.Resource.Name}' has the health check '{added.Key}' already.")
            : builder.WithAnnotation(added);
}
