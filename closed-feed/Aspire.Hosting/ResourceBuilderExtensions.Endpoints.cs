using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    public static IResourceBuilder<T> WithEndpoint<T>(
        this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? scheme = null, string? name = null, string? env = null,
        bool isProxied = true, bool? isExternal = null, ProtocolType? protocol = null) where T : IResourceWithEndpoints
    {
        var endpoint = new EndpointAnnotation(protocol ?? ProtocolType.Tcp, scheme, null, name, port, targetPort, isExternal, isProxied);
        if (builder.GetEndpoint(endpoint.Name).Exists)
            throw new DistributedApplicationException($"The resource '{builder.Resource.Name}' has an endpoint named '{endpoint.Name}' already.");

        if (env is not null && builder is IResourceBuilder<IResourceWithEnvironment> withEnvironment)
        {
            var reference = builder.GetEndpoint(endpoint.Name);
            withEnvironment.WithEnvironment(context => context.EnvironmentVariables[env] = reference.Property(EndpointProperty.TargetPort));
        }

        return builder.WithAnnotation(endpoint);
    }

    public static IResourceBuilder<T> WithHttpEndpoint<T>(
        this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? name = null, string? env = null, bool isProxied = true)
        where T : IResourceWithEndpoints => builder.WithEndpoint(port, targetPort, "http", name, env, isProxied);

    /// <summary>Whoever reaches the deployment reaches the http endpoints that there are so far.</summary>
    public static IResourceBuilder<T> WithExternalHttpEndpoints<T>(this IResourceBuilder<T> builder) where T : IResourceWithEndpoints
    {
        foreach (var endpoint in builder.Resource.Annotations.OfType<EndpointAnnotation>().Where(endpoint => endpoint.UriScheme is "http" or "https"))
            endpoint.IsExternal = true;
        return builder;
    }

    public static EndpointReference GetEndpoint<T>(this IResourceBuilder<T> builder, string name) where T : IResourceWithEndpoints =>
        builder.Resource.GetEndpoint(name);
}
