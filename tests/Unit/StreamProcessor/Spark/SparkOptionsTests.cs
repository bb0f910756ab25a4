using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Streaming.Pipeline.Loops;
using Streaming.StreamProcessor;
using Streaming.StreamProcessor.Spark;

namespace Streaming.Tests.Unit.StreamProcessor.Spark;

public sealed class SparkOptionsTests
{
    [Theory]
    [InlineData("/data/checkpoint")]
    [InlineData("hdfs://name:9000/checkpoint")]
    public void With_a_checkpoint_the_defaults_are_valid(string checkpoint) =>
        Assert.True(new SparkOptionsValidator().Validate(null, new SparkOptions { Checkpoint = checkpoint }).Succeeded);

    [Fact]
    public void Every_bad_key_is_named_with_its_value_and_all_at_once()
    {
        var failures = new SparkOptionsValidator().Validate(null, new SparkOptions
        {
            TriggerInterval = TimeSpan.FromHours(1),
            MaxOffsetsPerTrigger = 1,
            ShufflePartitions = 0,
            Driver = "somewhere",
        }).Failures!.ToList();

        string[] expected =
            ["Checkpoint is ''", "TriggerInterval is '01:00:00'", "MaxOffsetsPerTrigger is '1'", "ShufflePartitions is '0'", "Driver is 'somewhere'"];
        Assert.Equal(expected.Length, failures.Count);
        Assert.All(expected, part => Assert.Contains(failures, failure => failure.StartsWith("Processor:Spark:" + part, StringComparison.Ordinal)));
    }

    [Fact]
    public void Without_kafka_the_engine_is_refused_with_the_reason()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Processor:Engine", "spark")]).Build();

        var refused = Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddProcessor(configuration));
        Assert.Contains("connection string kafka", refused.Message);
    }

    [Theory]
    [InlineData("[STATE_STORE_KEY_SCHEMA_NOT_COMPATIBLE] Provided key schema does not match", true, "Checkpoint to a new folder")]
    [InlineData("Failed to find data source: kafka. Please deploy the application", true, "spark-sql-kafka-0-10")]
    [InlineData("All masters are unresponsive! Giving up.", false, "master")]
    public void Sparks_errors_say_what_to_do(string message, bool forGood, string advice)
    {
        var explained = SparkFaults.Explain(new InvalidOperationException("call failed", new InvalidOperationException(message)));

        Assert.Equal(forGood, explained is LoopFaultedException);
        Assert.Contains(advice, explained.Message);
    }

    [Fact]
    public void A_cluster_that_is_not_there_says_how_to_start_one() =>
        Assert.Contains("SPARK_REMOTE", SparkFaults.Explain(new InvalidOperationException("call failed", new HttpRequestException("refused"))).Message);
}
