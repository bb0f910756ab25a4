using System.Globalization;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>An endpoint by its name, bound when it is used.</summary>
public sealed class EndpointReference(IResourceWithEndpoints owner, string endpointName)
    : IManifestExpressionProvider, IValueProvider, IValueWithReferences
{
    public IResourceWithEndpoints Resource => owner;

    public string EndpointName => endpointName;

    public bool Exists => Find() is not null;

    public bool IsAllocated => Find()?.AllocatedEndpoint is not null;

    public EndpointAnnotation EndpointAnnotation => Find() ?? throw new InvalidOperationException(
        $"The resource '{owner.Name}' has no endpoint named '{endpointName}'.");

    public string Scheme => EndpointAnnotation.UriScheme;

    public string Host => Allocated.Address;

    public int Port => Allocated.Port;

    public string Url => Allocated.UriString;

    public string ValueExpression => $"{{{owner.Name}.bindings.{endpointName}.url}}";

    public IEnumerable<object> References => [owner];

    private AllocatedEndpoint Allocated => EndpointAnnotation.AllocatedEndpoint ?? throw new InvalidOperationException(
        $"The endpoint '{endpointName}' of resource '{owner.Name}' has no address before the application starts.");

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => new(Url);

    public EndpointReferenceExpression Property(EndpointProperty property) => new(this, property);

    private EndpointAnnotation? Find() => owner.Annotations.OfType<EndpointAnnotation>()
        .FirstOrDefault(endpoint => string.Equals(endpoint.Name, endpointName, StringComparison.OrdinalIgnoreCase));
}

public enum EndpointProperty
{
    Url = 0,
    Host = 1,
    IPV4Host = 2,
    Port = 3,
    Scheme = 4,
    TargetPort = 5,
    HostAndPort = 6,
}

/// <summary>One part of an endpoint's address.</summary>
public class EndpointReferenceExpression(EndpointReference endpointReference, EndpointProperty property)
    : IManifestExpressionProvider, IValueProvider, IValueWithReferences
{
    internal EndpointReference Endpoint => endpointReference;

    internal EndpointProperty Part => property;

    public string ValueExpression => property == EndpointProperty.HostAndPort
        ? $"{Of("host")}:{Of("port")}"
        : Of(property == EndpointProperty.TargetPort ? "targetPort" : property.ToString().ToLowerInvariant());

    public IEnumerable<object> References => [endpointReference];

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken) => new(property switch
    {
        EndpointProperty.Url => Endpoint.Url,
        EndpointProperty.Host => Endpoint.Host,
        EndpointProperty.IPV4Host => "127.0.0.1",
        EndpointProperty.Port or EndpointProperty.TargetPort => Endpoint.Port.ToString(CultureInfo.InvariantCulture),
        EndpointProperty.Scheme => Endpoint.Scheme,
        EndpointProperty.HostAndPort => $"{Endpoint.Host}:{Endpoint.Port}",
        _ => throw new InvalidOperationException($"The endpoint property '{property}' is not known."),
    });

    private string Of(string part) => $"{{{Endpoint.Resource.Name}.bindings.{Endpoint.EndpointName}.{part}}}";
}
