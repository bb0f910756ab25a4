namespace Streaming.AppHost.Servers.Processes;

/// <summary>What every server's Java is told.</summary>
internal static class JavaCommand
{
    public static readonly string[] Common =
    [
        "-Djava.awt.headless=true",
        "-Djava.net.preferIPv4Stack=true",
        // A server without memory is better started again than left to limp on.
        "-XX:+ExitOnOutOfMemoryError",
        // Else the machine's /tmp fills with a file for each process that was killed.
        "-XX:-UsePerfData",
    ];

    /// <summary>For a server with little to do: the collector and the compiler that take the least memory and start the fastest.</summary>
    public static readonly string[] SmallFootprint = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"];

    /// <summary>For a server under load.</summary>
    public static string[] WithThroughput(int heap) => [.. Common, $"-Xms{heap}m", ServerHeaps.Option(heap), "-XX:+UseG1GC", "-XX:MaxGCPauseMillis=50"];

    /// <inheritdoc cref="SmallFootprint"/>
    public static string[] WithSmallFootprint(int heap) => [.. Common, ServerHeaps.Option(heap), .. SmallFootprint];
}
