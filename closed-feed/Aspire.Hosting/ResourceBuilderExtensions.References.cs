using Aspire.Hosting.ApplicationModel;

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
            if (await resource.GetConnectionStringAsync(context.CancellationToken) is { } value)
                context.EnvironmentVariables[name] = value;
            else if (!optional)
                throw new DistributedApplicationException($"The connection string for the resource '{resource.Name}' is not available.");
        }));
    }

    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment => builder.WithEnvironment(context =>
        {
            var service = source.Resource.Name;
            var perScheme = new Dictionary<string, int>();
            foreach (var endpoint in source.Resource.Annotations.OfType<EndpointAnnotation>())
            {
                var reference = source.Resource.GetEndpoint(endpoint.Name);
                var index = perScheme[endpoint.UriScheme] = perScheme.GetValueOrDefault(endpoint.UriScheme, -1) + 1;
                context.EnvironmentVariables[$"services__{service}__{endpoint.UriScheme}__{index}"] = reference;
                context.EnvironmentVariables[$"{Encode(service)}_{Encode(endpoint.Name)}".ToUpperInvariant()] = reference;
            }
        });

    private static string Encode(string name)
    {
        var encoded = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        return char.IsAsciiDigit(encoded[0]) ? $"_{encoded}" : encoded;
    }
}
