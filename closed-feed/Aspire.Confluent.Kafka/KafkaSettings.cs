using global::Confluent.Kafka;

namespace Aspire.Confluent.Kafka;

/// <summary>How the producer connects. The product disables health checks, metrics and tracing of this package, so none are here.</summary>
public sealed class KafkaProducerSettings
{
    /// <summary>The bootstrap servers, as <c>host:port,host:port</c>.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>librdkafka's own configuration: TLS and SASL among it.</summary>
    public ProducerConfig Config { get; } = new();

    public bool DisableHealthChecks { get; set; }

    public bool DisableMetrics { get; set; }

    public bool DisableTracing { get; set; }
}

/// <summary>How the consumer connects; see <see cref="KafkaProducerSettings"/>.</summary>
public sealed class KafkaConsumerSettings
{
    /// <inheritdoc cref="KafkaProducerSettings.ConnectionString"/>
    public string? ConnectionString { get; set; }

    /// <inheritdoc cref="KafkaProducerSettings.Config"/>
    public ConsumerConfig Config { get; } = new();

    public bool DisableHealthChecks { get; set; }

    public bool DisableMetrics { get; set; }

    public bool DisableTracing { get; set; }
}
