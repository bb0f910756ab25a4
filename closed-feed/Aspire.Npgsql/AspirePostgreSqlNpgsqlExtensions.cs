using System.Data.Common;
using Aspire.Npgsql;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Microsoft.Extensions.Hosting;

/// <summary>Registers a PostgreSQL data source with its health check and telemetry.</summary>
public static class AspirePostgreSqlNpgsqlExtensions
{
    private const string Section = "Aspire:Npgsql";
    private const string HealthCheck = "PostgreSql";

    /// <summary>
    /// Registers <see cref="NpgsqlDataSource"/>. Settings come, the later ones winning, from <c>Aspire:Npgsql</c>,
    /// <c>Aspire:Npgsql:{connectionName}</c>, <c>ConnectionStrings:{connectionName}</c> and <paramref name="configureSettings"/>.
    /// A missing connection string is an <see cref="InvalidOperationException"/> when the data source is first resolved.
    /// </summary>
    public static void AddNpgsqlDataSource(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<NpgsqlSettings>? configureSettings = null,
        Action<NpgsqlDataSourceBuilder>? configureDataSourceBuilder = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(connectionName);

        var settings = Read(builder.Configuration, connectionName);
        configureSettings?.Invoke(settings);

        var services = builder.Services;
        services.TryAddSingleton(provider => Create(provider, settings, connectionName, configureDataSourceBuilder));
        services.TryAddSingleton<DbDataSource>(provider => provider.GetRequiredService<NpgsqlDataSource>());
        services.TryAddTransient(provider => provider.GetRequiredService<NpgsqlDataSource>().CreateConnection());
        services.TryAddTransient<DbConnection>(provider => provider.GetRequiredService<NpgsqlConnection>());

        if (!settings.DisableHealthChecks && builder.Properties.TryAdd($"Aspire.HealthChecks.{HealthCheck}", true))
        {
            services.AddHealthChecks().Add(new HealthCheckRegistration(
                HealthCheck, provider => new NpgsqlHealthCheck(provider.GetRequiredService<NpgsqlDataSource>()), failureStatus: null, tags: null));
        }

        services.AddNpgsqlTelemetry(settings);
    }

    private static NpgsqlSettings Read(IConfiguration configuration, string connectionName)
    {
        var settings = new NpgsqlSettings();
        var section = configuration.GetSection(Section);
        section.Bind(settings);
        section.GetSection(connectionName).Bind(settings);

        if (configuration.GetConnectionString(connectionName) is { } connectionString)
            settings.ConnectionString = connectionString;

        return settings;
    }

    private static NpgsqlDataSource Create(
        IServiceProvider provider, NpgsqlSettings settings, string connectionName, Action<NpgsqlDataSourceBuilder>? configure)
    {
        if (string.IsNullOrEmpty(settings.ConnectionString))
        {
            throw new InvalidOperationException(
                $"ConnectionString is missing. It should be provided in 'ConnectionStrings:{connectionName}' " +
                $"or under the 'ConnectionString' key in '{Section}' or '{Section}:{connectionName}'.");
        }

        var dataSource = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        dataSource.UseLoggerFactory(provider.GetService<ILoggerFactory>());
        configure?.Invoke(dataSource);
        return dataSource.Build();
    }
}
