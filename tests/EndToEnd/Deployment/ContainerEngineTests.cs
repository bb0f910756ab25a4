using System.Diagnostics;

namespace Streaming.Tests.EndToEnd.Deployment;

public sealed class ContainerEngineTests : IDisposable
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(null)]
    [InlineData("exit 1")]
    [InlineData("exec /bin/sleep 60")]
    public async Task Without_a_container_engine_containers_are_refused_at_once_with_the_way_out(string? docker)
    {
        var programs = Directory.CreateDirectory(Path.Combine(_folder, "bin")).FullName;
        if (docker is not null) await WriteProgramAsync(Path.Combine(programs, "docker"), docker);
        var data = Path.Combine(_folder, "data");

        var started = Stopwatch.GetTimestamp();
        var (exitCode, output) = await AppHostProcess.RunAsync(["--servers", "containers", "--data", data], new() { ["PATH"] = programs });
        var took = Stopwatch.GetElapsedTime(started);

        Assert.Equal(1, exitCode);
        Assert.True(took < AtOnce, $"It took {took.TotalSeconds:F1} s.");
        Assert.All(["Docker", "Podman", "--servers processes", "--servers embedded"], way => Assert.Contains(way, output));
        Assert.DoesNotContain("   at ", output);
        Assert.False(Directory.Exists(data), "A refused start left a data folder behind.");
    }

    private static async Task WriteProgramAsync(string path, string command)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserExecute;
        await using var program = new StreamWriter(path, options);
        await program.WriteAsync($"#!/bin/sh\n{command}\n");
    }
}
