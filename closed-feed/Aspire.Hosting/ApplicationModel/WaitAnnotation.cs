namespace Aspire.Hosting.ApplicationModel;

internal enum WaitType
{
    WaitUntilHealthy = 0,
    WaitForCompletion = 1,
}

/// <summary>What a resource waits for before it starts.</summary>
internal sealed class WaitAnnotation(IResource resource, WaitType waitType, int exitCode = 0) : IResourceAnnotation
{
    public IResource Resource { get; } = resource;

    public WaitType WaitType { get; } = waitType;

    public int ExitCode { get; } = exitCode;
}

/// <summary>The key of a registered health check that tells whether a resource is healthy.</summary>
internal class HealthCheckAnnotation(string key) : IResourceAnnotation
{
    public string Key { get; } = key;
}

/// <summary>A health check that asks an endpoint.</summary>
internal sealed class HttpHealthCheckAnnotation(string key, string path, int statusCode, string endpointName) : HealthCheckAnnotation(key)
{
    public string Path { get; } = path;

    public int StatusCode { get; } = statusCode;

    public string EndpointName { get; } = endpointName;
}
