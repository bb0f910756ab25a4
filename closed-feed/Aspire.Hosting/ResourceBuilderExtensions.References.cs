using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithConnectionString> source,
        string? connectionName = null, bool optional = false) where TDestination : IResourceWithEnvironment
    {
        var resource = source.Resource;
        var name = resource.ConnectionStringEnvironmentVariable ?? $"ConnectionStrings__{connectionName ?? resource.Name}";
        return builder.WithAnnotation(new EnvironmentCallbackAnnotation(async context =>
        {
            if (context.ExecutionContext.IsPublishMode)
                context.EnvironmentVariables[name] = resource;
            else if (await resource.GetConnectionStringAsync(context.CancellationToken) is { } value)
                context.EnvironmentVariables[name] = value;
            else if (!optional)
                throw new DistributedApplicationException($"The connection string for the resource '{resource.Name}' is not available.");
        }));
    }

    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment =>
        builder.WithEnvironment(context => AddAddresses(context, source.Resource.Name, EndpointsOf(source.Resource)));

    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, EndpointReference endpointReference) where TDestination : IResourceWithEnvironment =>
        builder.WithEnvironment(context => AddAddresses(context, endpointReference.Resource.Name, [endpointReference]));

    private static void AddAddresses(EnvironmentCallbackContext context, string service, IEnumerable<EndpointReference> endpoints)
    {
        var perScheme = new Dictionary<string, int>();
        foreach (var reference in endpoints)
        {
            var index = perScheme[reference.Scheme] = perScheme.GetValueOrDefault(reference.Scheme, -1) + 1;
            context.EnvironmentVariables[$"services__{service}__{reference.Scheme}__{index}"] = reference;
            context.EnvironmentVariables.TryAdd($"{Encode(service)}_{Encode(reference.EndpointName)}".ToUpperInvariant(), reference);
        }
    }

    private static IEnumerable<EndpointReference> EndpointsOf(IResourceWithEndpoints service) =>
        from instance in service.Annotations.OfType<FurtherInstanceAnnotation>().Select(further => further.Instance).Prepend(service)
        from endpoint in instance.Annotations.OfType<EndpointAnnotation>()
        select instance.GetEndpoint(endpoint.Name);

    private static string Encode(string name)
    {
        var encoded = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        return char.IsAsciiDigit(encoded[0]) ? $"_{encoded}" : encoded;
    }
}
