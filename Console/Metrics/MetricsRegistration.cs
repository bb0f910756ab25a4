using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Loops;

namespace Streaming.Console.Metrics;

internal static class MetricsRegistration
{
    private const int LongestPage = 4 << 20;

    /// <summary>The feed that the pages Pipeline and Charts show.</summary>
    public static IServiceCollection AddMetricsFeed(this IServiceCollection services)
    {
        // Requests every two seconds are neither traced nor logged: they would hide what else there is.
        services.AddHttpClient(PipelineFeed.Client, http => http.MaxResponseContentBufferSize = LongestPage)
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { ActivityHeadersPropagator = null });
        services.AddSingleton(static provider => new GroupLags(
            token => provider.GetRequiredService<ILog>().GetGroupOffsetsAsync(Groups.All, token), provider.GetRequiredService<TimeProvider>()));
        return services.AddLoop<PipelineFeed>(PipelineFeed.LoopName);
    }
}
