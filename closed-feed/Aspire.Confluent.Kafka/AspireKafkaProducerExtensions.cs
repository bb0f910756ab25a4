using Aspire.Confluent.Kafka;
using Confluent.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.Hosting;

/// <summary>Registers a Kafka producer.</summary>
public static class AspireKafkaProducerExtensions
{
    /// <summary>
    /// Registers <see cref="IProducer{TKey, TValue}"/> as a singleton. Settings come, the later ones winning, from <c>Aspire:Confluent:Kafka:Producer</c>,
    /// <c>Aspire:Confluent:Kafka:Producer:{connectionName}</c>, <c>ConnectionStrings:{connectionName}</c> and <paramref name="configureSettings"/>.
    /// Missing bootstrap servers are an <see cref="InvalidOperationException"/> when the producer is first resolved.
    /// </summary>
    public static void AddKafkaProducer<TKey, TValue>(
        this IHostApplicationBuilder builder, string connectionName, Action<KafkaProducerSettings>? configureSettings)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(connectionName);

        var settings = new KafkaProducerSettings();
        SettingsSource.Bind(builder.Configuration, "Producer", connectionName, settings, settings.Config);
        if (builder.Configuration.GetConnectionString(connectionName) is { } servers) settings.ConnectionString = servers;
        if (settings.ConnectionString is not null) settings.Config.BootstrapServers = settings.ConnectionString;
        configureSettings?.Invoke(settings);
        if (!settings.DisableMetrics) settings.Config.StatisticsIntervalMs ??= 1000;

        builder.Services.AddSingleton(_ =>
        {
            SettingsSource.CheckServers(settings.Config);
            return new ProducerBuilder<TKey, TValue>(settings.Config).Build();
        });
    }
}
