using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Streaming.Pipeline.Loops;
using Streaming.StreamProcessor.InProcess;

namespace Streaming.StreamProcessor;

internal static class ProcessorRegistration
{
    /// <summary>The in-process engine with its options, which are checked at start, and its metrics. Needs the log and the schema registry.</summary>
    public static IServiceCollection AddProcessor(this IServiceCollection services)
    {
        services.AddOptions<ProcessorOptions>().BindConfiguration(ProcessorOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ProcessorOptions>, ProcessorOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ProcessorMetrics>();
        return services.AddLoop<ProcessorLoop>("processor");
    }
}
