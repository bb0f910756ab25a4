using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Publishing;

/// <summary>Writes the deployment manifest: https://aspire.dev/deployment/manifest-format/.</summary>
internal static class ManifestWriter
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="folder">Where the manifest will be: paths in it are relative to it.</param>
    public static string Write(PublishedModel model, string folder)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteStartObject("resources");
            foreach (var resource in model.Resources)
                WriteResource(json, resource, folder);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void WriteResource(Utf8JsonWriter json, PublishedResource published, string folder)
    {
        if (published.Resource is IPublishedEnvironment)
            return;
        json.WriteStartObject(published.Resource.Name);
        switch (published.Resource)
        {
            case ParameterResource parameter:
                WriteParameter(json, parameter);
                break;
            case ProjectResource project:
                json.WriteString("type", "project.v0");
                json.WriteString("path", Relative(folder, project.Annotations.OfType<IProjectMetadata>().Single().ProjectPath));
                WriteProcess(json, published);
                break;
            case ContainerResource container:
                WriteContainer(json, container, published, folder);
                break;
            case IResourceWithConnectionString value:
                json.WriteString("type", "value.v0");
                json.WriteString("connectionString", value.ConnectionStringExpression.ValueExpression);
                break;
            case var other:
                throw new DistributedApplicationException($"The resource '{other.Name}' has no place in a manifest.");
        }

        json.WriteEndObject();
    }

    private static void WriteParameter(Utf8JsonWriter json, ParameterResource parameter)
    {
        json.WriteString("type", "parameter.v0");
        if (parameter is IResourceWithConnectionString connection)
            json.WriteString("connectionString", connection.ConnectionStringExpression.ValueExpression);
        json.WriteString("value", $"{{{parameter.Name}.inputs.value}}");
        json.WriteStartObject("inputs");
        json.WriteStartObject("value");
        json.WriteString("type", "string");
        if (parameter.Secret)
            json.WriteBoolean("secret", true);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteContainer(Utf8JsonWriter json, ContainerResource container, PublishedResource published, string folder)
    {
        var build = container.Annotations.OfType<DockerfileBuildAnnotation>().LastOrDefault();
        json.WriteString("type", build is null ? "container.v0" : "container.v1");
        if (container is IResourceWithConnectionString connection)
            json.WriteString("connectionString", connection.ConnectionStringExpression.ValueExpression);
        if (build is not null)
        {
            json.WriteStartObject("build");
            json.WriteString("context", Relative(folder, build.ContextPath));
            json.WriteString("dockerfile", Relative(folder, build.DockerfilePath));
            json.WriteEndObject();
        }
        else
        {
            json.WriteString("image", ImageOf(container));
        }

        if (container.Entrypoint is { } entrypoint)
            json.WriteString("entrypoint", entrypoint);
        WriteProcess(json, published);
    }

    private static string ImageOf(ContainerResource container) => container.TryGetLastAnnotation<ContainerImageAnnotation>(out var image)
        ? image.ToString()
        : throw new DistributedApplicationException($"The container '{container.Name}' names no image.");

    private static void WriteProcess(Utf8JsonWriter json, PublishedResource published)
    {
        if (published.Args.Count > 0)
        {
            json.WriteStartArray("args");
            foreach (var arg in published.Args)
                json.WriteStringValue(Expression(arg));
            json.WriteEndArray();
        }

        WriteVolumes(json, [.. published.Volumes]);
        if (published.Environment.Count > 0)
        {
            json.WriteStartObject("env");
            foreach (var (name, value) in published.Environment)
                json.WriteString(name, Expression(value));
            json.WriteEndObject();
        }

        WriteBindings(json, [.. published.Endpoints]);
    }

    private static void WriteVolumes(Utf8JsonWriter json, IReadOnlyList<ContainerVolumeAnnotation> volumes)
    {
        if (volumes.Count == 0)
            return;
        json.WriteStartArray("volumes");
        foreach (var volume in volumes)
        {
            json.WriteStartObject();
            json.WriteString("name", volume.Name);
            json.WriteString("target", volume.Target);
            json.WriteBoolean("readOnly", volume.IsReadOnly);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteBindings(Utf8JsonWriter json, IReadOnlyList<EndpointAnnotation> endpoints)
    {
        if (endpoints.Count == 0)
            return;
        json.WriteStartObject("bindings");
        foreach (var endpoint in endpoints)
        {
            json.WriteStartObject(endpoint.Name);
            json.WriteString("scheme", endpoint.UriScheme);
            json.WriteString("protocol", endpoint.Protocol.ToString().ToLowerInvariant());
            json.WriteString("transport", endpoint.Transport);
            if (endpoint.Port is { } port && port != endpoint.TargetPort)
                json.WriteNumber("port", port);
            if (endpoint.TargetPort is { } target)
                json.WriteNumber("targetPort", target);
            if (endpoint.IsExternal)
                json.WriteBoolean("external", true);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static string Expression(object value) => value switch
    {
        string text => text,
        IResourceBuilder<IResource> { Resource: IManifestExpressionProvider provider } => provider.ValueExpression,
        IManifestExpressionProvider provider => provider.ValueExpression,
        _ => value.ToString() ?? "",
    };

    private static string Relative(string folder, string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');
}
