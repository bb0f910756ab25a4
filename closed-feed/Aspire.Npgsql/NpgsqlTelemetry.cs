using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace Aspire.Npgsql;

/// <summary>Listens to what Npgsql itself emits.</summary>
internal static class NpgsqlTelemetry
{
    private const string Name = "Npgsql";

    // Npgsql measures in seconds; OpenTelemetry's default buckets are meant for milliseconds.
    private static readonly double[] SecondBuckets = [0, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    public static void AddNpgsqlTelemetry(this IServiceCollection services, NpgsqlSettings settings)
    {
        if (!settings.DisableTracing)
            services.AddOpenTelemetry().WithTracing(tracing => tracing.AddSource(Name));

        if (!settings.DisableMetrics)
        {
            services.AddOpenTelemetry().WithMetrics(metrics => metrics
                .AddMeter(Name)
                .AddView("db.client.commands.duration", new ExplicitBucketHistogramConfiguration { Boundaries = SecondBuckets })
                .AddView("db.client.connections.create_time", new ExplicitBucketHistogramConfiguration { Boundaries = SecondBuckets }));
        }
    }
}
