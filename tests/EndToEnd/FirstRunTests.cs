using System.Diagnostics;

namespace Streaming.Tests.EndToEnd;

public sealed class FirstRunTests
{
    private static readonly TimeSpan FirstRows = TimeSpan.FromSeconds(15);

    [PostgresFact]
    public async Task A_newcomer_sees_rows_within_15_seconds_and_the_next_run_goes_on_where_this_one_was()
    {
        var folder = Directory.CreateTempSubdirectory("streaming-test-").FullName;
        long rows;
        var started = Stopwatch.GetTimestamp();
        await using (var first = await RunningPipeline.StartAsync(dataFolder: folder))
        {
            await RowsAsync(first, moreThan: 0);
            var took = Stopwatch.GetElapsedTime(started);
            Assert.True(took < FirstRows, $"The first rows came after {took.TotalSeconds:F1} s.");

            rows = await first.QueryAsync<long>("select count(*) from created_users");
            var children = first.Descendants();
            var stopped = await first.StopAsync();
            Assert.True(stopped < TimeSpan.FromSeconds(10), $"Ctrl-C took {stopped.TotalSeconds:F1} s.");
            Assert.Equal(0, first.ExitCode);
            Assert.All(children, pid => Assert.False(ProcessTree.IsAlive(pid)));
        }

        await using (var second = await RunningPipeline.StartAsync(dataFolder: folder))
        {
            Assert.True(await second.QueryAsync<long>("select count(*) from created_users") >= rows);
            await RowsAsync(second, moreThan: rows);
        }

        Directory.Delete(folder, recursive: true);
    }

    [PostgresFact]
    public async Task After_kill_nine_nothing_is_left_running_and_the_next_start_heals()
    {
        var folder = Directory.CreateTempSubdirectory("streaming-test-").FullName;
        await using (var killed = await RunningPipeline.StartAsync(dataFolder: folder))
        {
            await RowsAsync(killed, moreThan: 0);
            var children = killed.Descendants();
            Assert.True(children.Count >= 5, $"Only {children.Count} children.");

            await killed.KillAsync();
            await Wait.UntilAsync(
                () => children.All(pid => !ProcessTree.IsAlive(pid)),
                TimeSpan.FromSeconds(10),
                () => "the children of a killed AppHost: " + string.Join(", ", children.Where(ProcessTree.IsAlive)));
        }

        await using (var next = await RunningPipeline.StartAsync(dataFolder: folder))
        {
            await RowsAsync(next, moreThan: 0);
        }

        Directory.Delete(folder, recursive: true);
    }

    [PostgresFact]
    public async Task A_second_AppHost_on_the_same_folder_is_refused_and_the_first_goes_on()
    {
        await using var first = await RunningPipeline.StartAsync();
        var (exitCode, output) = await AppHostProcess.RunAsync(["--data", first.DataFolder]);

        Assert.NotEqual(0, exitCode);
        Assert.Contains(first.DataFolder, output);
        await RowsAsync(first, moreThan: 0);
    }

    private static Task RowsAsync(RunningPipeline pipeline, long moreThan) => Wait.UntilAsync(
        async () => await pipeline.QueryAsync<long>("select count(*) from created_users") > moreThan,
        TimeSpan.FromSeconds(40),
        () => $"more than {moreThan} rows; the AppHost printed:\n{pipeline.Output}");
}
