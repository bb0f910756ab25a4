using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Streaming.ServiceDefaults.Http;

/// <summary>Resolves <c>http://name</c> to <c>services:name:http:0</c>, as the AppHost passes it; other hosts stay as they are.</summary>
internal sealed class ServiceDiscoveryHandler(IConfiguration configuration) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is { IsDefaultPort: true } uri
            && configuration[$"services:{uri.Host}:{uri.Scheme}:0"] is { Length: > 0 } address)
        {
            var service = new Uri(address);
            request.RequestUri = new UriBuilder(uri) { Scheme = service.Scheme, Host = service.Host, Port = service.Port }.Uri;
        }

        return base.SendAsync(request, cancellationToken);
    }
}

internal static class ServiceDiscovery
{
    public static IHttpClientBuilder AddServiceDiscovery(this IHttpClientBuilder client) =>
        client.AddHttpMessageHandler(services => new ServiceDiscoveryHandler(services.GetRequiredService<IConfiguration>()));
}
