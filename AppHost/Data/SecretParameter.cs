namespace Streaming.AppHost.Data;

internal static class SecretParameter
{
    /// <summary>A secret parameter: as <c>Parameters:name</c> gives it, else one that is made once and kept in the data folder.</summary>
    /// <param name="data">Null where the pipeline is published: there, a secret has no value until it is deployed.</param>
    public static IResourceBuilder<ParameterResource> AddSecret(this IDistributedApplicationBuilder builder, string name, DataFolder? data) => data is null
        ? builder.AddParameter(name, secret: true)
        : builder.AddParameter(name, () => data.Secret(name, given: builder.Configuration[$"Parameters:{name}"]), secret: true);
}
