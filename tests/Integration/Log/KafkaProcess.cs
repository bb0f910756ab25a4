using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Log.Kafka;

namespace Streaming.Tests.Integration.Log;

/// <summary>The log on Kafka as one process has it. Cut off, it loses its consumers' connections, as a process that stands still does.</summary>
internal sealed class KafkaProcess(string bootstrapServers, KafkaProxy? proxy = null, KafkaLogOptions? options = null) : LogProcess
{
    private static int _processes;

    private readonly string _client = $"process{Interlocked.Increment(ref _processes)}";
    private IProducer<Null, Null>? _producer;
    private KafkaLog? _log;

    public override ILog Log => Connected;

    public override ILogAdmin Admin => Connected.Admin;

    private KafkaLog Connected => _log ??= Connect();

    public override Task CutOffAsync()
    {
        (proxy ?? throw new InvalidOperationException("This process does not go through the proxy.")).Cut($"{_client}-consumer");
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _log?.Dispose();
        _producer?.Dispose();
        return ValueTask.CompletedTask;
    }

    private KafkaLog Connect()
    {
        var producer = new ProducerConfig { BootstrapServers = bootstrapServers, ClientId = _client };
        _producer = new ProducerBuilder<Null, Null>(producer).SetLogHandler((_, _) => { }).Build();
        var connection = new KafkaConnection(_producer, producer, new ConsumerConfig { BootstrapServers = bootstrapServers, ClientId = _client });
        return new KafkaLog(connection, options ?? new KafkaLogOptions(), TimeProvider.System, NullLogger<KafkaLog>.Instance);
    }
}
