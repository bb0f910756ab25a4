using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Streaming.ServiceDefaults.Http;

namespace Microsoft.Extensions.Hosting;

public static class HttpResilienceExtensions
{
    /// <summary>
    /// Retries, attempt time-outs and a circuit breaker for this client. Idempotent requests are retried on 408, 429, 5xx, time-outs and connection
    /// errors; what is left over surfaces as the last answer or as <see cref="HttpRequestException"/>. The options are validated on start.
    /// </summary>
    public static IHttpClientBuilder AddStandardResilience(this IHttpClientBuilder client, Action<HttpResilienceOptions>? configure = null)
    {
        var options = client.Services.AddOptions<HttpResilienceOptions>(client.Name).ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);

        client.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HttpResilienceOptions>, HttpResilienceOptionsValidator>());
        client.Services.TryAddSingleton(TimeProvider.System);

        // The client factory renews handlers every few minutes; the circuit's state has to outlive them.
        client.Services.AddKeyedSingleton(client.Name, (services, _) =>
            HttpResiliencePipeline.Create(Options(services), services.GetRequiredService<TimeProvider>()));

        return client
            .ConfigureHttpClient((services, http) => http.Timeout = Options(services).TotalTimeout)
            .AddHttpMessageHandler(services =>
                new ResilienceHandler(client.Name, services.GetRequiredKeyedService<Polly.ResiliencePipeline<HttpResponseMessage>>(client.Name)));

        HttpResilienceOptions Options(IServiceProvider services) =>
            services.GetRequiredService<IOptionsMonitor<HttpResilienceOptions>>().Get(client.Name);
    }

    /// <summary>
    /// <see cref="AddStandardResilience"/> for small questions to a server nearby, none of which has a second effect when it is sent again, POSTs included:
    /// a few quick tries, and the caller knows within 10 s, since it has a back-off of its own.
    /// </summary>
    public static IHttpClientBuilder AddLookupResilience(this IHttpClientBuilder client) => client.AddStandardResilience(options =>
    {
        options.RepeatsAnyRequest = true;
        options.MaxAttempts = 3;
        options.BaseDelay = TimeSpan.FromMilliseconds(200);
        options.MaxDelay = TimeSpan.FromSeconds(2);
        options.MaxRetryAfter = TimeSpan.FromSeconds(2);
        options.AttemptTimeout = TimeSpan.FromSeconds(3);
        options.TotalTimeout = TimeSpan.FromSeconds(10);
        options.BreakDuration = TimeSpan.FromSeconds(2);
    });
}
