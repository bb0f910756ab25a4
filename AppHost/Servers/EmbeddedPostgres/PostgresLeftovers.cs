using System.Globalization;
using System.Runtime.InteropServices;

namespace Streaming.AppHost.Servers.EmbeddedPostgres;

/// <summary>
/// Processes of a PostgreSQL that lost its postmaster or its AppHost. They hold shared memory and keep a new server from starting.
/// All of PostgreSQL's processes work in its data folder; that is how they are known.
/// </summary>
internal static partial class PostgresLeftovers
{
    private const int Quit = 3;
    private const int Kill = 9;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Ends them, and removes the <c>postmaster.pid</c> that nobody owns any more. The caller holds the data folder's lock.</summary>
    /// <returns>How many there were.</returns>
    public static async Task<int> EndAsync(string folder, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var found = 0;
        while (FindIn(folder) is { Count: > 0 } pids)
        {
            found = Math.Max(found, pids.Count);
            var elapsed = time.GetElapsedTime(started);
            if (elapsed > Deadline)
                throw new InvalidOperationException($"Old PostgreSQL processes ({string.Join(", ", pids)}) on {folder} do not end.");
            foreach (var pid in pids)
                _ = Send(pid, elapsed < Patience ? Quit : Kill);
            await Task.Delay(Pause, time, cancellationToken);
        }

        File.Delete(Path.Combine(folder, "postmaster.pid"));
        return found;
    }

    private static List<int> FindIn(string folder)
    {
        var pids = new List<int>();
        foreach (var entry in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(entry), CultureInfo.InvariantCulture, out var pid) && WorksIn(entry, folder))
                pids.Add(pid);
        }

        return pids;
    }

    private static bool WorksIn(string process, string folder)
    {
        try
        {
            return new FileInfo(Path.Combine(process, "cwd")).LinkTarget == folder
                && File.ReadAllText(Path.Combine(process, "comm")).StartsWith("postgres", StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int pid, int signal);
}
