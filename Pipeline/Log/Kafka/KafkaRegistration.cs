using Confluent.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Streaming.Pipeline.Log.Kafka;

/// <summary>
/// The log makes a producer for every transactional id and a consumer for every group, which no registered singleton can be. So what
/// Aspire.Confluent.Kafka registers says for all of them how to connect, and its one producer is the client that administration goes through.
/// </summary>
internal static class KafkaRegistration
{
    public const string ConnectionName = "kafka";

    public static bool IsConnected(IConfiguration configuration) => !string.IsNullOrEmpty(configuration.GetConnectionString(ConnectionName));

    public static void AddKafkaLog(this IHostApplicationBuilder builder)
    {
        ProducerConfig? producer = null;
        ConsumerConfig? consumer = null;
        builder.AddKafkaProducer<Null, Null>(ConnectionName, settings =>
        {
            (settings.DisableHealthChecks, settings.DisableMetrics, settings.DisableTracing) = (true, true, true);
            producer = settings.Config;
        });
        builder.AddKafkaConsumer<Ignore, Ignore>(ConnectionName, settings =>
        {
            (settings.DisableHealthChecks, settings.DisableMetrics, settings.DisableTracing) = (true, true, true);
            consumer = settings.Config;
        });

        var services = builder.Services;
        services.AddOptions<KafkaLogOptions>().BindConfiguration(KafkaLogOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<KafkaLogOptions>, KafkaLogOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => Create(provider, producer!, consumer!));
        services.AddSingleton<ILog>(provider => provider.GetRequiredService<KafkaLog>());
        services.AddSingleton(provider => provider.GetRequiredService<KafkaLog>().Admin);
        services.AddHealthChecks().AddCheck<KafkaHealthCheck>(ConnectionName);
    }

    private static KafkaLog Create(IServiceProvider provider, ProducerConfig producer, ConsumerConfig consumer)
    {
        try
        {
            return new KafkaLog(
                new KafkaConnection(provider.GetRequiredService<IProducer<Null, Null>>(), producer, consumer),
                provider.GetRequiredService<IOptions<KafkaLogOptions>>().Value, provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<KafkaLog>>());
        }
        catch (DllNotFoundException missing)
        {
            throw new InvalidOperationException(
                "Kafka's client library, librdkafka, is not there. On a closed feed the build compiles it out of npm, for which it needs npm, gcc, g++, make "
                + "and python3; the build's warning LIBRDKAFKA says what was missing.", missing);
        }
    }
}
