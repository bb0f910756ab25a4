using Streaming.AppHost.Servers.Processes;

namespace Streaming.AppHost.Servers.Registry;

/// <summary>An Apicurio Registry, which speaks the REST API of Confluent's schema registry.</summary>
internal sealed class RegistryResource(string name, string java, string folder) : ServerProcess(name, java, folder), IResourceWithConnectionString
{
    /// <summary>Where it serves Confluent's API.</summary>
    public const string ApiPath = "/apis/ccompat/v7";

    public override EndpointReference Endpoint => new(this, "http");

    /// <summary>The address of Confluent's API.</summary>
    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create($"http://127.0.0.1:{Endpoint.Property(EndpointProperty.Port)}{ApiPath}");

    /// <summary>
    /// A database in a file: by default it is in memory, and a restart would give old ids to other schemas. WRITE_DELAY=0 has each commit on disk before it
    /// is acknowledged.
    /// </summary>
    public string Storage => $"jdbc:h2:file:{Path.Combine(Folder, "data", "registry")};DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0";
}
