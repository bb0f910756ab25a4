using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Docker;

/// <summary>What values are in the network of a compose file: services go by their names, parameters are variables.</summary>
internal sealed class ComposeValues(ComposeVariables variables)
{
    public string Of(object value) => value switch
    {
        string text => text,
        IResourceBuilder<IResource> builder => Of(builder.Resource),
        ConnectionStringParameterResource.Value connection => Of(connection.Parameter),
        IResourceWithConnectionString connection when value is not ParameterResource => Of(connection.ConnectionStringExpression),
        ParameterResource parameter => variables.Placeholder(parameter.Name, "", $"Parameter {parameter.Name}"),
        EndpointReference endpoint => $"{endpoint.Scheme}://{Host(endpoint)}:{Port(endpoint)}",
        EndpointReferenceExpression expression => Of(expression),
        ReferenceExpression expression =>
            string.Format(CultureInfo.InvariantCulture, expression.Format, [.. expression.ValueProviders.Select(provider => (object)Of(provider))]),
        _ => throw new DistributedApplicationException($"A value of the type {value.GetType().Name} has no place in a compose file."),
    };

    /// <summary>The port that the service listens on; of a project, 8080 unless it is said.</summary>
    public static string TargetPort(IResource resource, EndpointAnnotation endpoint)
    {
        var port = endpoint.TargetPort ?? endpoint.Port ?? (resource is ProjectResource ? 8080 : throw new DistributedApplicationException(
            $"The endpoint '{endpoint.Name}' of '{resource.Name}' has no port."));
        return port.ToString(CultureInfo.InvariantCulture);
    }

    private static string Of(EndpointReferenceExpression expression) => expression.Part switch
    {
        EndpointProperty.Url => $"{expression.Endpoint.Scheme}://{Host(expression.Endpoint)}:{Port(expression.Endpoint)}",
        EndpointProperty.Host or EndpointProperty.IPV4Host => Host(expression.Endpoint),
        EndpointProperty.Port or EndpointProperty.TargetPort => Port(expression.Endpoint),
        EndpointProperty.Scheme => expression.Endpoint.Scheme,
        EndpointProperty.HostAndPort => $"{Host(expression.Endpoint)}:{Port(expression.Endpoint)}",
        var other => throw new DistributedApplicationException($"The endpoint property '{other}' is not known."),
    };

    private static string Host(EndpointReference endpoint) => ComposeFileBuilder.ServiceName(endpoint.Resource);

    private static string Port(EndpointReference endpoint) => TargetPort(endpoint.Resource, endpoint.EndpointAnnotation);
}
