using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Streaming.Pipeline.Log.Kafka;

/// <summary>Healthy while a broker answers. The one of Aspire.Confluent.Kafka appends a record to a topic of its own, which need not be allowed.</summary>
internal sealed class KafkaHealthCheck(KafkaLog log) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await log.ProbeAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (LogUnavailableException error)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, error.Message, error);
        }
    }
}
