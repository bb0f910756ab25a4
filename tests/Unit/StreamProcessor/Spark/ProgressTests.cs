using System.Text.Json;
using Streaming.StreamProcessor.Spark;
using Streaming.StreamProcessor.Spark.Progress;

namespace Streaming.Tests.Unit.StreamProcessor.Spark;

public sealed class ProgressTests : IDisposable
{
    private const string Topic = "users_created";

    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-checkpoint-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Committed_batches_are_told_once_and_in_order()
    {
        var checkpoint = new Checkpoint(_folder, Topic);
        Assert.Empty(checkpoint.TakeCommitted());

        Plan(0, 10);
        Commit(0);
        Plan(1, 20);
        Assert.Equal(10, Assert.Single(checkpoint.TakeCommitted()).Next[0]);

        for (var number = 2; number < 12; number++) Plan(number, number * 10 + 10);
        for (var number = 1; number < 12; number++) Commit(number);
        Assert.Equal(Enumerable.Range(1, 11).Select(number => (long)number), checkpoint.TakeCommitted().Select(batch => batch.Number));
        Assert.Empty(checkpoint.TakeCommitted());
    }

    [Fact]
    public void After_a_start_only_the_last_batch_is_told()
    {
        for (var number = 0; number < 3; number++)
        {
            Plan(number, number);
            Commit(number);
        }

        Assert.Equal(2, Assert.Single(new Checkpoint(_folder, Topic).TakeCommitted()).Number);
    }

    [Theory]
    [InlineData(20, false)]
    [InlineData(19, false)]
    [InlineData(21, true)]
    public void A_checkpoint_is_behind_where_the_group_has_read_further(long committed, bool isBehind)
    {
        var group = new Dictionary<int, long> { [0] = committed };
        Assert.False(new Checkpoint(_folder, Topic).IsBehind(group));

        Plan(0, 20);
        Assert.False(new Checkpoint(_folder, Topic).IsBehind(group));

        Commit(0);
        Assert.Equal(isBehind, new Checkpoint(_folder, Topic).IsBehind(group));
    }

    [Theory]
    [InlineData("v2\n{}\n{}")]
    [InlineData("v1\n{\"batchTimestampMs\":1}\n{\"users_processed\":{\"0\":1}}")]
    public void A_checkpoint_of_something_else_is_refused(string text) =>
        Assert.Throws<FormatException>(() => MicroBatch.Parse(0, text, Topic, DateTimeOffset.UnixEpoch));

    [Theory]
    [InlineData("/data/spark", true)]
    [InlineData("file:///data/spark", true)]
    [InlineData("hdfs://name:9000/data/spark", false)]
    public void A_checkpoint_is_followed_where_this_process_sees_it(string address, bool seen) =>
        Assert.Equal(seen, Checkpoint.Of(new SparkOptions { Checkpoint = address }, "users", Topic) is not null);

    [Fact]
    public void State_rows_are_those_of_the_query()
    {
        using var page = JsonDocument.Parse("""
            {"version":"4.0.0","gauges":{
              "app-1.driver.spark.streaming.stats.states-rowsTotal":{"value":7},
              "app-1.driver.spark.streaming.users.latency":{"value":812},
              "app-1.driver.spark.streaming.users.states-rowsTotal":{"value":4200}},"counters":{}}
            """);

        Assert.Equal(4200, DriverMetrics.Parse(page.RootElement, "users")!.StateRows);
        Assert.Null(DriverMetrics.Parse(page.RootElement, "other"));
    }

    private void Plan(int number, long next) => Write("offsets", number,
        "v1\n{\"batchWatermarkMs\":0,\"batchTimestampMs\":1780315200000,\"conf\":{}}\n" + $"{{\"{Topic}\":{{\"0\":{next},\"1\":5}}}}");

    private void Commit(int number) => Write("commits", number, "v1\n{\"nextBatchWatermarkMs\":0}");

    private void Write(string kind, int number, string text)
    {
        Directory.CreateDirectory(Path.Combine(_folder, kind));
        File.WriteAllText(Path.Combine(_folder, kind, number.ToString()), text);
        File.WriteAllText(Path.Combine(_folder, kind, $".{number}.crc"), "");
    }
}
