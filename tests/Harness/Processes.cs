using System.Globalization;
using System.Runtime.InteropServices;

namespace Streaming.Tests.Harness;

public static class Signal
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    public static void Send(int pid, int signal) => _ = SendNative(pid, signal);

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendNative(int pid, int signal);
}

/// <summary>Processes as <c>/proc</c> lists them.</summary>
public static class ProcessTree
{
    private const double TicksPerSecond = 100;

    public static bool IsAlive(int pid) => Stat(pid) is { } stat && stat.State != 'Z';

    public static IReadOnlyList<int> Below(int pid)
    {
        var parents = new Dictionary<int, int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var child) && Stat(child) is { } stat) parents[child] = stat.Parent;
        }

        return [.. parents.Keys.Where(child => IsBelow(child, pid, parents))];
    }

    /// <summary>Resident memory in MiB of a process and all below it, pages that they share counted once.</summary>
    public static double ProportionalMemory(int pid) => Below(pid).Append(pid).Sum(Pss) / 1024.0;

    /// <summary>Processor time in seconds that a process has used, its ended children included.</summary>
    public static double CpuSeconds(int pid) => Stat(pid)?.CpuTicks / TicksPerSecond ?? 0;

    /// <summary>What a process calls itself: PostgreSQL's say what they do.</summary>
    public static string Title(int pid) => File.Exists($"/proc/{pid}/cmdline") ? File.ReadAllText($"/proc/{pid}/cmdline").Replace('\0', ' ').Trim() : "";

    /// <summary>The most memory that a process has had resident, in MiB.</summary>
    public static double PeakMemory(int pid) => Field($"/proc/{pid}/status", "VmHWM:") / 1024.0;

    private static long Pss(int pid) => Field($"/proc/{pid}/smaps_rollup", "Pss:");

    private static long Field(string file, string name)
    {
        try
        {
            var line = File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line[name.Length..].Replace("kB", "").Trim(), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static bool IsBelow(int pid, int ancestor, Dictionary<int, int> parents)
    {
        while (parents.TryGetValue(pid, out pid) && pid > 1)
        {
            if (pid == ancestor) return true;
        }

        return false;
    }

    private static (char State, int Parent, double CpuTicks)? Stat(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var ticks = fields[11..15].Sum(field => double.Parse(field, CultureInfo.InvariantCulture));
            return (fields[0][0], int.Parse(fields[1], CultureInfo.InvariantCulture), ticks);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
