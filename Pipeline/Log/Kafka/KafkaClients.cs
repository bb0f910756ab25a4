using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Streaming.Pipeline.Log.Kafka;

/// <summary>
/// Builds the clients: each with the settings that were configured, those that the log's promises rest on over them, and its logs, errors and statistics
/// where the others' go.
/// </summary>
internal sealed class KafkaClients(ProducerConfig producer, ConsumerConfig consumer, KafkaLogOptions options, ILogger logger)
{
    private const int Kibibyte = 1024;

    private readonly RepeatedErrors _errors = new();

    public KafkaLogOptions Options => options;

    public ILogger Logger => logger;

    public IProducer<byte[], byte[]> CreateProducer(string transactionalId, Action<Error> failed)
    {
        var config = new ProducerConfig(Copy(producer))
        {
            TransactionalId = transactionalId,
            TransactionTimeoutMs = Milliseconds(options.TransactionTimeout),
            MessageTimeoutMs = Milliseconds(options.RequestTimeout),
            EnableIdempotence = true,
            Acks = Acks.All,

            // A record that fails fails its transaction, so nobody has to be told of each one.
            EnableDeliveryReports = false,
            MessageMaxBytes = options.MaxRecordBytes,
            QueueBufferingMaxKbytes = Math.Max(64 * Kibibyte, 2 * options.MaxRecordBytes / Kibibyte),
        };
        config.LingerMs ??= 2;
        config.BatchNumMessages ??= 100_000;
        Common(config, "producer");
        return new ProducerBuilder<byte[], byte[]>(config)
            .SetLogHandler((_, message) => Log(message))
            .SetErrorHandler((client, error) => Fail(client.Name, error, failed))
            .SetStatisticsHandler((client, json) => KafkaStatistics.Observe(client.Name, json))
            .Build();
    }

    /// <summary>A member of a group.</summary>
    public ConsumerBuilder<int, int> CreateConsumer(string group, RecordScratch scratch, Action<Error> failed)
    {
        var config = Reading(group);
        config.PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky;
        config.SessionTimeoutMs = Milliseconds(options.SessionTimeout);
        config.HeartbeatIntervalMs = Milliseconds(options.HeartbeatInterval);
        config.FetchWaitMaxMs ??= 100;
        config.MaxPartitionFetchBytes ??= 1024 * Kibibyte;
        config.QueuedMaxMessagesKbytes ??= options.BufferBytes / Kibibyte;
        return Build(config, scratch, failed);
    }

    /// <summary>A consumer that is told what to read. It meets the ends of partitions soon, which many short reads wait for.</summary>
    public IConsumer<int, int> CreateReader(RecordScratch scratch, Action<Error> failed)
    {
        var config = Reading("streaming-reader");
        config.FetchWaitMaxMs = 10;
        config.MaxPartitionFetchBytes = 256 * Kibibyte;
        config.QueuedMaxMessagesKbytes = 4 * 1024;
        return Build(config, scratch, failed).Build();
    }

    private static int Milliseconds(TimeSpan time) => (int)time.TotalMilliseconds;

    private static Dictionary<string, string> Copy(ClientConfig config) => config.ToDictionary(setting => setting.Key, setting => setting.Value);

    private ConsumerConfig Reading(string group)
    {
        var config = new ConsumerConfig(Copy(consumer))
        {
            GroupId = group,
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            IsolationLevel = IsolationLevel.ReadCommitted,
            EnablePartitionEof = true,
            AllowAutoCreateTopics = false,
            ConsumeResultFields = "headers,timestamp,topic",
        };
        config.FetchErrorBackoffMs ??= 100;
        config.FetchQueueBackoffMs ??= 10;
        Common(config, "consumer");
        return config;
    }

    private void Common(ClientConfig config, string role)
    {
        config.ClientId = config.ClientId is { Length: > 0 } given ? $"{given}-{role}" : $"streaming-{role}";
        config.StatisticsIntervalMs = Milliseconds(options.StatisticsInterval);
        config.SocketTimeoutMs ??= Milliseconds(options.RequestTimeout);
        config.ReconnectBackoffMs ??= 50;
        config.ReconnectBackoffMaxMs ??= 1000;
        config.SocketNagleDisable ??= true;
    }

    private ConsumerBuilder<int, int> Build(ConsumerConfig config, RecordScratch scratch, Action<Error> failed) => new ConsumerBuilder<int, int>(config)
        .SetKeyDeserializer(scratch.Key)
        .SetValueDeserializer(scratch.Value)
        .SetLogHandler((_, message) => Log(message))
        .SetErrorHandler((client, error) => Fail(client.Name, error, failed))
        .SetStatisticsHandler((client, json) => KafkaStatistics.Observe(client.Name, json));

    private void Log(LogMessage message) =>
        logger.Client((LogLevel)message.LevelAs(LogLevelType.MicrosoftExtensionsLogging), message.Name, message.Facility, message.Message);

    private void Fail(string client, Error error, Action<Error> failed)
    {
        if (_errors.IsNews(error.Code)) logger.Failed(client, error.Code.ToString(), error.Reason);
        failed(error);
    }
}
