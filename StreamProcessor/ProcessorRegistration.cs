using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Streaming.Pipeline.Hosting;
using Streaming.Pipeline.Loops;
using Streaming.StreamProcessor.InProcess;
using Streaming.StreamProcessor.Spark;

namespace Streaming.StreamProcessor;

internal static class ProcessorRegistration
{
    /// <summary>
    /// The engine that <c>Processor:Engine</c> names, with its options, which are checked at start, and its metrics. Needs the log and the schema registry.
    /// </summary>
    /// <exception cref="InvalidOperationException">The engine needs Kafka, and there is none.</exception>
    public static IServiceCollection AddProcessor(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ProcessorOptions>().BindConfiguration(ProcessorOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ProcessorOptions>, ProcessorOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ProcessorMetrics>();
        if (configuration[$"{ProcessorOptions.Section}:{nameof(ProcessorOptions.Engine)}"] != ProcessorOptions.SparkEngine)
            return services.AddLoop<ProcessorLoop>("processor");

        return configuration.InPostgres("kafka")
            ? throw new InvalidOperationException(
                $"{ProcessorOptions.Section}:{nameof(ProcessorOptions.Engine)} is {ProcessorOptions.SparkEngine}, which reads and writes Kafka, and there is "
                + $"no connection string kafka: give one, or take the engine {ProcessorOptions.InProcessEngine}.")
            : services.AddSparkEngine();
    }
}
