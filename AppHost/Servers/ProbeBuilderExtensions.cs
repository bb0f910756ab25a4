using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Streaming.AppHost.Servers;

internal static class ProbeBuilderExtensions
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(5);

    /// <summary>The server is healthy while the probe comes back without an exception.</summary>
    public static IResourceBuilder<T> WithProbe<T>(this IResourceBuilder<T> server, Func<CancellationToken, Task> probe) where T : IResource
    {
        var key = $"{server.Resource.Name}_check";
        server.ApplicationBuilder.Services.AddHealthChecks().AddAsyncCheck(key, CheckAsync, tags: null, ProbeTimeout);
        return server.WithHealthCheck(key);

        async Task<HealthCheckResult> CheckAsync(CancellationToken cancellationToken)
        {
            await probe(cancellationToken);
            return HealthCheckResult.Healthy();
        }
    }
}
