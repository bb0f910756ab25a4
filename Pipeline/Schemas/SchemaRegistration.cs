using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Schemas.Confluent;
using Streaming.Pipeline.Schemas.Postgres;

namespace Streaming.Pipeline.Schemas;

public static class SchemaRegistration
{
    private const string ConnectionName = "registry";
    private const int LongestAnswer = 8 * 1024 * 1024;

    /// <summary>
    /// Registers the <see cref="ISchemaRegistry"/> that the connection strings ask for: with <c>registry</c> the one at that address, else PostgreSQL's in the
    /// registered data source. The service does not start when its schemas of these topics do not fit; call this before its loops are added.
    /// </summary>
    /// <param name="resilience">Adds retries and time-outs to the client of a remote registry. No request has a second effect when sent twice.</param>
    /// <exception cref="FormatException">The connection string is no address.</exception>
    public static IHostApplicationBuilder AddSchemaRegistry(
        this IHostApplicationBuilder builder, Action<IHttpClientBuilder> resilience, params IReadOnlyList<Topic> topics)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        if (builder.Configuration.GetConnectionString(ConnectionName) is { Length: > 0 } connectionString)
            AddConfluent(services, RegistryAddress.Parse(connectionString), resilience);
        else
            services.AddSingleton<ISchemaRegistry>(provider => new CachedSchemaRegistry(ActivatorUtilities.CreateInstance<PostgresSchemaRegistry>(provider)));

        services.AddHostedService(provider => new SchemaGate(
            provider.GetRequiredService<ISchemaRegistry>(), topics, provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SchemaGate>>()));
        return builder;
    }

    private static void AddConfluent(IServiceCollection services, RegistryAddress address, Action<IHttpClientBuilder> resilience)
    {
        var client = services.AddHttpClient(ConnectionName, http =>
        {
            http.BaseAddress = address.Base;
            http.DefaultRequestHeaders.Authorization = address.Authorization;
            http.MaxResponseContentBufferSize = LongestAnswer;
        });
        resilience(client);

        // One client for as long as the service lives; its connections are renewed so that a change of DNS is seen.
        client.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2) })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        services.AddSingleton<ISchemaRegistry>(provider => new CachedSchemaRegistry(
            new ConfluentSchemaRegistry(provider.GetRequiredService<IHttpClientFactory>().CreateClient(ConnectionName))));
    }
}
