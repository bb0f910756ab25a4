using Microsoft.Extensions.Options;
using Streaming.Pipeline.Loops;
using Streaming.StreamProcessor.Spark.Progress;
using Streaming.StreamProcessor.Spark.Windows;

namespace Streaming.StreamProcessor.Spark;

internal static class SparkRegistration
{
    private static readonly TimeSpan DriverTimeout = TimeSpan.FromSeconds(3);

    /// <summary>The Spark engine: the queries, and the loops beside them. Needs the log on Kafka.</summary>
    public static IServiceCollection AddSparkEngine(this IServiceCollection services)
    {
        services.AddOptions<SparkOptions>().BindConfiguration(SparkOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SparkOptions>, SparkOptionsValidator>();
        services.AddOptions<ProcessorOptions>().Validate(
            options => options.AllowedLateness.Ticks % TimeSpan.TicksPerMinute == 0,
            $"{ProcessorOptions.Section}:{nameof(ProcessorOptions.AllowedLateness)} must be whole minutes for the engine {ProcessorOptions.SparkEngine}.");
        services.AddHttpClient(ProgressLoop.ClientName, client => client.Timeout = DriverTimeout);
        services.AddLoop<SparkLoop>("spark");
        services.AddLoop<IrregularLoop>("spark-irregular");
        services.AddLoop<WindowLoop>("spark-windows");
        return services.AddLoop<ProgressLoop>("spark-progress");
    }
}
