using System.Globalization;
using System.Runtime.InteropServices;

namespace Streaming.AppHost.Servers.EmbeddedPostgres;

/// <summary>
/// Sends PostgreSQL SIGINT when it is stopped. Resources are stopped by SIGTERM, upon which PostgreSQL waits for its clients to leave;
/// upon SIGINT it ends their sessions and shuts down cleanly at once.
/// </summary>
internal sealed partial class PostgresFastShutdown(ResourceNotificationService notifications)
{
    private const int Interrupt = 2;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var change in notifications.WatchAsync(cancellationToken))
        {
            if (change.Resource is EmbeddedPostgresResource server && change.Snapshot.State?.Text == KnownResourceStates.Stopping
                && PostmasterOf(server) is { } pid)
            {
                _ = Send(pid, Interrupt);
            }
        }
    }

    private static int? PostmasterOf(EmbeddedPostgresResource server)
    {
        var file = Path.Combine(server.Cluster.Folder, "postmaster.pid");
        return File.Exists(file) && int.TryParse(File.ReadLines(file).FirstOrDefault(), CultureInfo.InvariantCulture, out var pid) ? pid : null;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int pid, int signal);
}
