using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using Streaming.AppHost.CommandLine;

namespace Streaming.AppHost.Servers.Containers;

/// <summary>Docker or Podman, and what starts containers with them.</summary>
internal static class ContainerEngine
{
    private static readonly string[] Engines = ["docker", "podman"];
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    /// <summary>Aspire's orchestrator starts containers; its SDK writes into the program that is built with it where it is.</summary>
    private static bool HasOrchestrator =>
        typeof(ContainerEngine).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Any(metadata => metadata.Key == "dcpclipath");

    /// <summary>How the servers run where nobody says it.</summary>
    public static ServersWay DefaultWay() => HasOrchestrator && Answers() ? ServersWay.Containers : ServersWay.Embedded;

    /// <exception cref="StartRefusedException">No container can be started here; the message tells why and what to do.</exception>
    public static void Require()
    {
        const string Others = "Nothing was started. Without containers there are --servers processes, which needs unpacked distributions, and "
            + "--servers embedded, which needs PostgreSQL alone.";
        if (!Answers())
        {
            throw new StartRefusedException(
                $"--servers containers needs a container engine, and neither `docker info` nor `podman info` is answered within {Deadline.TotalSeconds:0} s. "
                + $"Install Docker (https://docs.docker.com/engine/install) or Podman (https://podman.io), or start it. {Others}");
        }

        if (!HasOrchestrator)
        {
            throw new StartRefusedException(
                "--servers containers needs Aspire's orchestrator, and this program was built without it. Build it where the NuGet feed has "
                + $"Aspire.AppHost.Sdk, with -p:ClosedFeed=false. {Others}");
        }
    }

    private static bool Answers()
    {
        var asked = Engines.Select(Ask).OfType<Process>().ToList();
        var started = Stopwatch.GetTimestamp();
        // Each is waited for as long as is left, so that all of it takes no longer than one may.
        var answers = asked.Select(engine => HasSucceeded(engine, Deadline - Stopwatch.GetElapsedTime(started))).ToList();
        return answers.Contains(true);
    }

    private static Process? Ask(string engine)
    {
        try
        {
            var start = new ProcessStartInfo(engine, ["info"]) { RedirectStandardOutput = true, RedirectStandardError = true };
            var process = Process.Start(start)!;
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            return process;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static bool HasSucceeded(Process engine, TimeSpan patience)
    {
        using (engine)
        {
            if (engine.WaitForExit(patience > TimeSpan.Zero ? patience : TimeSpan.Zero)) return engine.ExitCode == 0;
            engine.Kill(entireProcessTree: true);
            return false;
        }
    }
}
