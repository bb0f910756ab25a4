using Streaming.AppHost.Data;
using Streaming.AppHost.Status;

namespace Streaming.AppHost.Servers.Processes;

internal static class ServerProcessBuilderExtensions
{
    /// <summary>Adds a server whose files are written, and whose earlier processes are ended, before it starts.</summary>
    public static IResourceBuilder<T> AddServerProcess<T>(this IDistributedApplicationBuilder builder, T server) where T : ServerProcess =>
        builder.AddResource(server).OnBeforeResourceStarted(static (server, _, token) => PrepareAsync(server, token));

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
