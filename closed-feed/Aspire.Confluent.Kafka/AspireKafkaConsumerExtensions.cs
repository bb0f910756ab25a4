using Aspire.Confluent.Kafka;
using Confluent.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.Hosting;

/// <summary>Registers a Kafka consumer.</summary>
public static class AspireKafkaConsumerExtensions
{
    /// <summary>
    /// Registers <see cref="IConsumer{TKey, TValue}"/> as a singleton. Settings come, the later ones winning, from <c>Aspire:Confluent:Kafka:Consumer</c>,
    /// <c>Aspire:Confluent:Kafka:Consumer:{connectionName}</c>, <c>ConnectionStrings:{connectionName}</c> and <paramref name="configureSettings"/>.
    /// Missing bootstrap servers or a missing group are an <see cref="InvalidOperationException"/> when the consumer is first resolved.
    /// </summary>
    public static void AddKafkaConsumer<TKey, TValue>(
        this IHostApplicationBuilder builder, string connectionName, Action<KafkaConsumerSettings>? configureSettings)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(connectionName);

        var settings = new KafkaConsumerSettings();
        SettingsSource.Bind(builder.Configuration, "Consumer", connectionName, settings, settings.Config);
        if (builder.Configuration.GetConnectionString(connectionName) is { } servers) settings.ConnectionString = servers;
        if (settings.ConnectionString is not null) settings.Config.BootstrapServers = settings.ConnectionString;
        configureSettings?.Invoke(settings);
        if (!settings.DisableMetrics) settings.Config.StatisticsIntervalMs ??= 1000;

        builder.Services.AddSingleton(_ =>
        {
            SettingsSource.CheckServers(settings.Config);
            if (string.IsNullOrEmpty(settings.Config.GroupId)) throw new InvalidOperationException("No group id configured.");
            return new ConsumerBuilder<TKey, TValue>(settings.Config).Build();
        });
    }
}
