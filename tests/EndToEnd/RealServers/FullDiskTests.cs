using System.Diagnostics;
using Streaming.Tests.Harness.Servers;

namespace Streaming.Tests.EndToEnd.RealServers;

public sealed class FullDiskTests
{
    private const int EventsPerSecond = 1_000;
    private const int DiskMebibytes = 96;
    private const string Filler = "filler";

    /// <summary>The broker ends when it cannot write; it is started again until it can.</summary>
    [ServersFact(ServerHomes.Kafka, ServerHomes.Cassandra, ServerHomes.Apicurio)]
    public async Task A_full_disk_of_the_broker_is_seen_as_429_and_all_is_well_once_there_is_room()
    {
        var folder = Directory.CreateTempSubdirectory("streaming-test-").FullName;
        var disk = Directory.CreateDirectory(Path.Combine(folder, "kafka")).FullName;
        await RunAsync("mount", "-t", "tmpfs", "-o", $"size={DiskMebibytes}m,mode=0700", "tmpfs", disk);
        try
        {
            await using var pipeline = await RunningPipeline.StartAsync(
                ["--source", "none"], new() { ["Ingestion__Push__MaxBacklog"] = "10000" }, folder, servers: "processes");
            var load = SteadyLoad.Start(pipeline, series: 51, EventsPerSecond);
            await Wait.UntilAsync(async () => await pipeline.Outcome.UsersAsync() > 0, "the first rows");

            await RunAsync("/bin/sh", "-c", $"cat /dev/zero > '{Path.Combine(disk, Filler)}' 2> /dev/null; true");
            await Wait.UntilAsync(() => load.Throttled > 0, Wait.Limit, () => $"429; the AppHost printed:\n{pipeline.Tell()}");
            File.Delete(Path.Combine(disk, Filler));

            var sent = load.Sent;
            await Wait.UntilAsync(
                () => load.Sent > sent + EventsPerSecond, Wait.Limit, () => $"events to be accepted again; the AppHost printed:\n{pipeline.Tell()}");
            var pushed = await load.StopAsync();
            await pipeline.Outcome.ArrivedAsync(pushed.Count, rejected: 0, Wait.Limit, pipeline.Tell);
            Assert.Equal(pushed.Order(), (await pipeline.Outcome.ReadUsersAsync()).Select(user => user.Id).Order());
        }
        finally
        {
            await RunAsync("umount", disk);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync().WaitAsync(Wait.Limit);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
