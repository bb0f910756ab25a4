using Streaming.Tests.Harness;

namespace Streaming.Tests.Benchmarks;

/// <summary>Where the processor time went between two moments, process by process.</summary>
internal sealed class CpuUse
{
    private readonly double _own = Environment.CpuUsage.TotalTime.TotalSeconds;
    private readonly int _root;
    private readonly Dictionary<int, double> _before;

    private CpuUse(int root)
    {
        _root = root;
        _before = Now();
    }

    public static CpuUse Start(RunningPipeline pipeline) => new(pipeline.Pid);

    /// <summary>Prints the processes that used most, in microseconds an event.</summary>
    public void Print(int events)
    {
        var used = Now().Select(process => (Title: Title(process.Key), Seconds: process.Value - _before.GetValueOrDefault(process.Key)))
            .GroupBy(process => process.Title, process => process.Seconds)
            .Select(group => (Title: group.Key, Seconds: group.Sum()))
            .Where(process => process.Seconds >= 0.1)
            .OrderByDescending(process => process.Seconds);
        foreach (var (title, seconds) in used) Console.WriteLine($"cpu          {seconds * 1e6 / events,10:F1} us/event {title}");
        Console.WriteLine($"cpu          {(Environment.CpuUsage.TotalTime.TotalSeconds - _own) * 1e6 / events,10:F1} us/event this client");
    }


    private Dictionary<int, double> Now() => ProcessTree.Below(_root).ToDictionary(pid => pid, ProcessTree.CpuSeconds);

    private static string Title(int pid)
    {
        var title = ProcessTree.Title(pid);
        var dll = title.Split(' ').FirstOrDefault(word => word.EndsWith(".dll", StringComparison.Ordinal));
        if (dll is not null) return Path.GetFileNameWithoutExtension(dll);
        return string.Join(' ', title.Split(' ').Where(word => !word.Contains('/') && !word.Contains('(') && !word.StartsWith('-')).Take(6));
    }
}
