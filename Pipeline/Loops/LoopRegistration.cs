using Microsoft.Extensions.DependencyInjection;

namespace Streaming.Pipeline.Loops;

public static class LoopRegistration
{
    /// <summary>Runs the loop with the host and shows its state in <c>/health</c>, under the given name.</summary>
    public static IServiceCollection AddLoop<TLoop>(this IServiceCollection services, string name)
        where TLoop : BackgroundLoop
    {
        services.AddSingleton<TLoop>();
        services.AddHostedService(provider => provider.GetRequiredService<TLoop>());
        services.AddHealthChecks().AddCheck<TLoop>(name);
        return services;
    }
}
