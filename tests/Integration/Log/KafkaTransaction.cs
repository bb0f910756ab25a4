using System.Text;
using Confluent.Kafka;
using KafkaPartition = Confluent.Kafka.TopicPartition;
using TopicPartition = Streaming.Pipeline.Log.TopicPartition;

namespace Streaming.Tests.Integration.Log;

/// <summary>A transaction that another client has open, with one record in it.</summary>
internal sealed class KafkaTransaction : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private readonly IProducer<Null, byte[]> _producer;

    private KafkaTransaction(IProducer<Null, byte[]> producer) => _producer = producer;

    public static KafkaTransaction Begin(string bootstrapServers, TopicPartition partition, string value, TimeSpan? timeout = null)
    {
        var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig
        {
            BootstrapServers = bootstrapServers,
            TransactionalId = $"other-{Guid.NewGuid():N}",
            TransactionTimeoutMs = (int)(timeout ?? TimeSpan.FromSeconds(30)).TotalMilliseconds,
        }).SetLogHandler((_, _) => { }).Build();
        producer.InitTransactions(Limit);
        producer.BeginTransaction();
        producer.Produce(new KafkaPartition(partition.Topic, partition.Partition), new Message<Null, byte[]> { Value = Encoding.UTF8.GetBytes(value) });
        producer.Flush(Limit);
        return new KafkaTransaction(producer);
    }

    public void Commit() => _producer.CommitTransaction(Limit);

    public void Dispose() => _producer.Dispose();
}
