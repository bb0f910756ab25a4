using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Streaming.AppHost.Data;
using Streaming.AppHost.Status;

namespace Streaming.AppHost.Servers.Processes;

internal static class ServerProcessBuilderExtensions
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Adds a server whose files are written, and whose earlier processes are ended, before it starts.</summary>
    public static IResourceBuilder<T> AddServerProcess<T>(this IDistributedApplicationBuilder builder, T server) where T : ServerProcess =>
        builder.AddResource(server).OnBeforeResourceStarted(static (server, _, token) => PrepareAsync(server, token));

    /// <summary>The server is healthy while the probe comes back without an exception.</summary>
    public static IResourceBuilder<T> WithProbe<T>(this IResourceBuilder<T> server, Func<CancellationToken, Task> probe) where T : IResource
    {
        var key = $"{server.Resource.Name}_check";
        server.ApplicationBuilder.Services.AddHealthChecks().AddAsyncCheck(key, CheckAsync, tags: null, ProbeTimeout);
        return server.WithHealthCheck(key);

        async Task<HealthCheckResult> CheckAsync(CancellationToken cancellationToken)
        {
            await probe(cancellationToken);
            return HealthCheckResult.Healthy();
        }
    }

    private static async Task PrepareAsync(ServerProcess server, CancellationToken cancellationToken)
    {
        PrivateFile.CreateFolder(server.Folder);
        var ended = await Leftovers.EndAsync(server.Folder, "java", Leftovers.Terminate, TimeProvider.System, cancellationToken);
        if (ended > 0)
            Terminal.Line(server.Name, $"ended {ended} processes that an earlier run left behind");

        foreach (var (path, content) in server.Files)
        {
            var file = Path.Combine(server.Folder, path);
            PrivateFile.CreateFolder(Path.GetDirectoryName(file)!);
            PrivateFile.Write(file, content);
        }

        await server.PrepareAsync(cancellationToken);
    }
}
