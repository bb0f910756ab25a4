namespace Streaming.AppHost.Servers;

/// <summary>The four parts that servers play for the services. The services tell by the connection strings' names who plays which.</summary>
internal sealed record PipelineServers(
    IResourceBuilder<IResourceWithConnectionString> RawStore, IResourceBuilder<IResourceWithConnectionString> Log,
    IResourceBuilder<IResourceWithConnectionString> Schemas, IResourceBuilder<IResourceWithConnectionString> Tables)
{
    /// <summary>One database plays all four.</summary>
    public static PipelineServers AllIn(IResourceBuilder<IResourceWithConnectionString> database) => new(database, database, database, database);
}

internal static class PipelineServersBuilderExtensions
{
    /// <summary>The service is told where the servers are, and starts when they are ready.</summary>
    public static IResourceBuilder<T> WithServers<T>(this IResourceBuilder<T> service, params IResourceBuilder<IResourceWithConnectionString>[] servers)
        where T : IResourceWithEnvironment, IResourceWithWaitSupport
    {
        foreach (var server in servers.DistinctBy(server => server.Resource))
            service.WithReference(server).WaitFor(server);
        return service;
    }
}
