using Microsoft.Extensions.Configuration;
using OpenTelemetry.Trace;

namespace Streaming.ServiceDefaults;

/// <summary>Takes so many new traces a second, and as many at once at most, so that a burst of requests is no burst of spans.</summary>
internal sealed class RateLimitedSampler(int tracesPerSecond, TimeProvider time) : Sampler
{
    private readonly Lock _lock = new();
    private double _tokens = tracesPerSecond;
    private long _filledAt = time.GetTimestamp();

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        new(TryTake() ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);

    private bool TryTake()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _tokens = Math.Min(tracesPerSecond, _tokens + time.GetElapsedTime(_filledAt, now).TotalSeconds * tracesPerSecond);
            _filledAt = now;
            if (_tokens < 1) return false;

            _tokens--;
            return true;
        }
    }
}

internal static class SamplerExtensions
{
    private const string Key = "OTEL_TRACES_SAMPLER";
    private const int TracesPerSecond = 20;

    /// <summary>
    /// Samples new traces by rate and follows the caller's choice in others. A sampler that the user has named in <c>OTEL_TRACES_SAMPLER</c> stands;
    /// <c>always_on</c> is no such choice, as Aspire sets it in development: <c>parentbased_always_on</c> is what asks for all traces.
    /// </summary>
    public static TracerProviderBuilder AddDefaultSampler(this TracerProviderBuilder tracing, IConfiguration configuration) =>
        configuration[Key] is null or "" or "always_on"
            ? tracing.SetSampler(new ParentBasedSampler(new RateLimitedSampler(TracesPerSecond, TimeProvider.System)))
            : tracing;
}
