namespace Streaming.Tests.Benchmarks;

/// <summary>What one run measured.</summary>
/// <param name="EventsPerSecond">From the first push to the last row in <c>created_users</c>.</param>
/// <param name="CopyRowsPerSecond">One binary COPY of the same rows into one table, same server, same run.</param>
/// <param name="Ratio">The first to the second.</param>
/// <param name="P50Ms">Send of the request to commit of the row, at 1,000 events a second.</param>
/// <param name="P99Ms">As <paramref name="P50Ms"/>.</param>
/// <param name="MemoryMib">Each service's peak resident memory; for <c>postgres</c> the memory of all its processes, shared pages counted once.</param>
internal sealed record EmbeddedFigures(
    double EventsPerSecond, double CopyRowsPerSecond, double Ratio, double P50Ms, double P99Ms, IReadOnlyDictionary<string, double> MemoryMib) : IFigures
{
    public void Print()
    {
        Console.WriteLine($"end to end   {EventsPerSecond,10:N0} events/s");
        Console.WriteLine($"one COPY     {CopyRowsPerSecond,10:N0} rows/s, ratio {Ratio:F3}");
        Console.WriteLine($"latency      {P50Ms,10:F1} ms p50, {P99Ms:F1} ms p99, at 1,000 events/s");
        foreach (var (service, mebibytes) in MemoryMib) Console.WriteLine($"memory       {mebibytes,10:N0} MiB {service}");
    }
}
