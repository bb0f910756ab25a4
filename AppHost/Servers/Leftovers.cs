using System.Globalization;
using System.Runtime.InteropServices;

namespace Streaming.AppHost.Servers;

/// <summary>
/// Processes of a server that lost its AppHost, or of a PostgreSQL that lost its postmaster. They hold what a new server needs: shared memory, locks,
/// the data itself. All processes of a server work in its data folder; that is how they are known.
/// </summary>
internal static partial class Leftovers
{
    /// <summary>Ends PostgreSQL at once.</summary>
    public const int Quit = 3;

    /// <summary>Ends a Java program.</summary>
    public const int Terminate = 15;

    private const int Kill = 9;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Ends them: asked first, killed after half a second. The caller holds the data folder's lock.</summary>
    /// <param name="folder">The server's.</param>
    /// <param name="program">The server's, as it begins.</param>
    /// <param name="signal">How they are asked.</param>
    /// <returns>How many there were.</returns>
    public static async Task<int> EndAsync(string folder, string program, int signal, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var found = 0;
        while (FindIn(folder, program) is { Count: > 0 } pids)
        {
            found = Math.Max(found, pids.Count);
            var elapsed = time.GetElapsedTime(started);
            if (elapsed > Deadline)
                throw new InvalidOperationException($"Old processes ({string.Join(", ", pids)}) on {folder} do not end.");
            foreach (var pid in pids)
                _ = Send(pid, elapsed < Patience ? signal : Kill);
            await Task.Delay(Pause, time, cancellationToken);
        }

        return found;
    }

    private static List<int> FindIn(string folder, string program)
    {
        var pids = new List<int>();
        foreach (var entry in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(entry), CultureInfo.InvariantCulture, out var pid) && WorksIn(entry, folder, program))
                pids.Add(pid);
        }

        return pids;
    }

    private static bool WorksIn(string process, string folder, string program)
    {
        try
        {
            return new FileInfo(Path.Combine(process, "cwd")).LinkTarget == folder
                && File.ReadAllText(Path.Combine(process, "comm")).StartsWith(program, StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int pid, int signal);
}
