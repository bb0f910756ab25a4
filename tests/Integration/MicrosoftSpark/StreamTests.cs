using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Spark.Sql;
using Microsoft.Spark.Sql.Streaming;
using Streaming.Tests.Integration.Servers;
using static Microsoft.Spark.Sql.Functions;

namespace Streaming.Tests.Integration.MicrosoftSpark;

[Collection(SparkCollection.Name)]
public sealed class StreamTests : IDisposable
{
    private readonly string _checkpoint = Directory.CreateTempSubdirectory("streaming-checkpoint-").FullName;
    private readonly string _from = $"from-{Guid.NewGuid():N}";
    private readonly string _to = $"to-{Guid.NewGuid():N}";

    public void Dispose() => Directory.Delete(_checkpoint, recursive: true);

    [ServersFact(ServerHomes.Spark, ServerHomes.Kafka)]
    public async Task Records_go_through_Spark_from_topic_to_topic_and_a_restart_goes_on()
    {
        var kafka = await CreateTopicsAsync(_from, _to);
        using var session = await SparkSessions.OpenAsync();
        var query = Start(session, kafka);
        Assert.Equal("echo", query.Name);
        Assert.True(query.IsActive());
        Assert.False(query.AwaitTermination(100));
        await ProduceAsync(kafka, "one", "two");
        Assert.Equal(["ONE", "TWO"], Consume(kafka, 2));
        await UntilCommittedAsync();
        query.Stop();
        Assert.False(query.IsActive());
        Assert.True(query.AwaitTermination(1000));
        Assert.Null(query.Exception());

        await ProduceAsync(kafka, "three");
        var next = Start(session, kafka);
        Assert.Equal((query.Id, false), (next.Id, next.RunId == query.RunId));
        Assert.Equal(["ONE", "TWO", "THREE"], Consume(kafka, 3));
        next.Stop();
    }

    [ServersFact(ServerHomes.Spark, ServerHomes.Kafka)]
    public async Task A_window_is_counted_when_the_watermark_has_passed_it()
    {
        var kafka = await CreateTopicsAsync(_from, _to);
        using var session = await SparkSessions.OpenAsync();
        var counts = Read(session, kafka)
            .Select(Expr("cast(cast(value AS STRING) AS TIMESTAMP)").As("time"))
            .WithWatermark("time", "1 minute")
            .DropDuplicates("time")
            .GroupBy(Window(Col("time"), "1 minute").As("minute"))
            .Agg(Expr("count(1) AS rows"))
            .Select(Expr("concat(date_format(minute.start, 'HH:mm'), ' ', rows)").As("value"));
        var query = Write(counts, kafka).OutputMode(OutputMode.Append).Start();
        await ProduceAsync(kafka, "2024-01-01 10:00:01", "2024-01-01 10:00:02", "2024-01-01 10:00:02", "2024-01-01 10:09:00");
        Assert.Equal(["10:00 2"], Consume(kafka, 1));
        query.Stop();
    }

    [ServersFact(ServerHomes.Spark, ServerHomes.Kafka)]
    public async Task A_query_that_fails_says_why()
    {
        var kafka = await CreateTopicsAsync(_to);
        using var session = await SparkSessions.OpenAsync();
        var query = Start(session, kafka);
        var failure = Assert.ThrowsAny<Exception>(() => query.AwaitTermination(60_000));
        Assert.Contains("UnknownTopicOrPartition", failure.Message, StringComparison.Ordinal);
        Assert.False(query.IsActive());
        Assert.Contains("UnknownTopicOrPartition", query.Exception()!.Message, StringComparison.Ordinal);
    }

    private static DataStreamWriter Write(DataFrame rows, KafkaServer kafka, string to, string checkpoint) => rows.WriteStream()
        .Format("kafka")
        .Option("kafka.bootstrap.servers", kafka.BootstrapServers)
        .Option("topic", to)
        .Option("checkpointLocation", checkpoint)
        .Trigger(Trigger.ProcessingTime(100));

    private static async Task<KafkaServer> CreateTopicsAsync(params string[] topics)
    {
        var kafka = await KafkaServer.SharedAsync();
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        await admin.CreateTopicsAsync(topics.Select(topic => new TopicSpecification { Name = topic, NumPartitions = 1, ReplicationFactor = 1 }));
        return kafka;
    }

    private StreamingQuery Start(SparkSession session, KafkaServer kafka) =>
        Write(Read(session, kafka).Select(Expr("upper(cast(value AS STRING))").As("value")), kafka).QueryName("echo").Start();

    private DataFrame Read(SparkSession session, KafkaServer kafka) => session.ReadStream()
        .Format("kafka")
        .Option("kafka.bootstrap.servers", kafka.BootstrapServers)
        .Option("subscribe", _from)
        .Option("startingOffsets", "earliest")
        .Load();

    private DataStreamWriter Write(DataFrame rows, KafkaServer kafka) => Write(rows, kafka, _to, _checkpoint);

    private async Task ProduceAsync(KafkaServer kafka, params string[] values)
    {
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        foreach (var value in values) await producer.ProduceAsync(_from, new Message<Null, string> { Value = value });
    }

    /// <summary>What a batch has written can be read before the batch is committed; a query that is stopped in between writes it again.</summary>
    private Task UntilCommittedAsync() => Wait.UntilAsync(() => Batches("offsets").SetEquals(Batches("commits")), "the batches to be committed");

    private HashSet<string> Batches(string folder) => [.. Directory.EnumerateFiles(Path.Combine(_checkpoint, folder)).Select(file => Path.GetFileName(file))];

    private string[] Consume(KafkaServer kafka, int count)
    {
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig { BootstrapServers = kafka.BootstrapServers, GroupId = "none" }).Build();
        consumer.Assign(new TopicPartitionOffset(_to, 0, Offset.Beginning));
        var values = new List<string>();
        while (values.Count < count)
        {
            var record = consumer.Consume(Wait.Limit) ?? throw new TimeoutException($"Of {count} records there came {string.Join(", ", values)}");
            values.Add(Encoding.UTF8.GetString(record.Message.Value));
        }

        return [.. values];
    }
}
