using System.Runtime.InteropServices;

namespace Aspire.Hosting.Processes;

internal static partial class Signals
{
    public const int Kill = 9;
    public const int Terminate = 15;

    /// <summary>Sends a signal to the process's group; to the process alone where it leads none.</summary>
    public static void SendToGroup(int pid, int signal)
    {
        if (NativeKill(-pid, signal) != 0)
            _ = NativeKill(pid, signal);
    }

    /// <summary>Kills what is left of a group whose leader has ended.</summary>
    public static void KillRemains(int leader) => _ = NativeKill(-leader, Kill);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int NativeKill(int pid, int signal);
}
