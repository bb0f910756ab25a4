using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static class ParameterResourceBuilderExtensions
{
    /// <summary>A parameter whose value is in the configuration, as <c>Parameters:name</c>; asked for when it is deployed.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false) =>
        builder.AddResource(new ParameterResource(name, _ => Configured(builder, $"Parameters:{name}"), secret));

    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, Func<string> valueGetter, bool publishValueAsDefault = false, bool secret = false)
    {
        if (publishValueAsDefault && secret)
            throw new ArgumentException("A secret's value is not published.", nameof(publishValueAsDefault));
        return builder.AddResource(new ParameterResource(name, _ => valueGetter(), secret));
    }

    /// <summary>A server that is not the application's, by its connection string, <c>ConnectionStrings:name</c>, which is a secret.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(
        this IDistributedApplicationBuilder builder, string name, string? environmentVariableName = null) =>
        builder.AddResource(new ConnectionStringParameterResource(name, _ => Configured(builder, $"ConnectionStrings:{name}"), environmentVariableName));

    private static string Configured(IDistributedApplicationBuilder builder, string key) =>
        builder.Configuration[key] ?? throw new DistributedApplicationException($"{key} is not configured.");
}

internal sealed class ConnectionStringParameterResource(string name, Func<ParameterDefault?, string> callback, string? environmentVariableName)
    : ParameterResource(name, callback, secret: true), IResourceWithConnectionString
{
    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{new Value(this)}");

    public string? ConnectionStringEnvironmentVariable => environmentVariableName;

    string IManifestExpressionProvider.ValueExpression => $"{{{Name}.connectionString}}";

    /// <summary>The parameter as such, for what sees a connection string in the resource and asks for its expression.</summary>
    internal sealed class Value(ParameterResource parameter) : IValueProvider, IManifestExpressionProvider
    {
        public ParameterResource Parameter => parameter;

        public string ValueExpression => parameter.ValueExpression;

        public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => parameter.GetValueAsync(cancellationToken);
    }
}
